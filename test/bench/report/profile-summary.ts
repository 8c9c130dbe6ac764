import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Functions named per profile. */
const functionsMax = 15;

type ProfileNode = {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
};

/** V8's own format, as far as it matters here. */
type Profile = {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Between one sample and the next, microseconds. */
  readonly timeDeltas: readonly number[];
};

/** The functions in which each profile's process spent its own time, most first. */
export const summariseProfiles = async (directory: string): Promise<string> => {
  const files = (await readdir(directory)).filter((name) => name.endsWith(".cpuprofile")).sort();
  const parts = await Promise.all(
    files.map(async (name) => {
      // Safe: written by node's own `--cpu-prof`.
      const profile = JSON.parse(await readFile(join(directory, name), "utf8")) as Profile;
      return [name, ...topFunctions(profile)].join("\n");
    }),
  );
  return parts.join("\n\n");
};

const topFunctions = (profile: Profile): readonly string[] => {
  const selfMs = selfTimes(profile);
  const totalMs = [...selfMs.values()].reduce((sum, ms) => sum + ms, 0);
  const top = [...selfMs].sort(([, a], [, b]) => b - a).slice(0, functionsMax);
  return top.map(
    ([name, ms]) => `${((100 * ms) / totalMs).toFixed(1).padStart(6)} %  ${ms.toFixed(0).padStart(6)} ms  ${name}`,
  );
};

const selfTimes = ({ nodes, samples, timeDeltas }: Profile): ReadonlyMap<string, number> => {
  const names = new Map(nodes.map((node) => [node.id, nameOf(node)]));
  const selfMs = new Map<string, number>();
  for (const [position, id] of samples.entries()) {
    const name = names.get(id) ?? "?";
    selfMs.set(name, (selfMs.get(name) ?? 0) + (timeDeltas[position] ?? 0) / 1_000);
  }
  return selfMs;
};

const nameOf = ({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string => {
  const place = url.split("/").slice(-2).join("/");
  return place === "" ? functionName : `${functionName || "(anonymous)"}  ${place}:${lineNumber + 1}`;
};
