import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type ProfileTimes, profileTimes, type V8Profile } from "./profile-times.ts";

/** Functions named per list. */
const functionsMax = 15;

/** Where each profile's process spent its time: in which functions themselves, and below which functions of the service. */
export const summariseProfiles = async (directory: string): Promise<string> => {
  const files = (await readdir(directory)).filter((name) => name.endsWith(".cpuprofile")).sort();
  const parts = await Promise.all(
    files.map(async (name) => {
      // Safe: written by node's own `--cpu-prof`.
      const profile = JSON.parse(await readFile(join(directory, name), "utf8")) as V8Profile;
      return summaryOf(name, profileTimes(profile));
    }),
  );
  return parts.join("\n\n");
};

const summaryOf = (name: string, { selfMs, serviceMs, allMs }: ProfileTimes): string => {
  const list = (times: ReadonlyMap<string, number>): readonly string[] =>
    [...times]
      .sort(([, a], [, b]) => b - a)
      .slice(0, functionsMax)
      .map(
        ([place, ms]) => `${((100 * ms) / allMs).toFixed(1).padStart(8)} %  ${ms.toFixed(0).padStart(6)} ms  ${place}`,
      );
  return [
    name,
    "  in itself",
    ...list(selfMs),
    "  with everything it calls, functions of the service",
    ...list(serviceMs),
  ].join("\n");
};
