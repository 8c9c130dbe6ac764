import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** The watcher beside every mongod ends it within about two seconds of its parent's death; the rest is for a shutdown in order. */
const formerMongodTimeoutMs = 30_000;
const formerMongodPollMs = 50;

export type DataDirectory = {
  readonly directory: string;
  readonly progress: (message: string) => void;
  readonly signal?: AbortSignal;
};

/** After a kill of the service its mongod lives on for a moment and holds the directory: a quick restart has to wait for it. */
export const waitForFormerMongod = async ({ directory, progress, signal }: DataDirectory): Promise<void> => {
  const deadline = performance.now() + formerMongodTimeoutMs;
  let announced = false;
  for (;;) {
    const processId = await formerMongod(directory);
    if (processId === undefined) return;
    if (performance.now() > deadline)
      throw new Error(`Another mongod (process ${processId}) uses ${directory}. Stop it, or choose another directory.`);
    if (!announced) progress(`waiting for an earlier mongod (process ${processId}) to leave ${directory}`);
    announced = true;
    await delay(formerMongodPollMs, undefined, signal && { signal });
  }
};

/** mongod.lock holds the number of the process that uses the directory; it is empty after a shutdown in order. */
const formerMongod = async (directory: string): Promise<number | undefined> => {
  const processId = Number.parseInt(await contentOf(join(directory, "mongod.lock")), 10);
  if (Number.isNaN(processId) || !isAlive(processId)) return undefined;
  // The number may belong to another program by now. Where there is no /proc this stays unknown, and mongod itself decides.
  const commandLine = await contentOf(`/proc/${processId}/cmdline`);
  return commandLine.split("\0").includes(directory) ? processId : undefined;
};

const contentOf = async (path: string): Promise<string> => {
  try {
    return await readFile(path, "utf8");
  } catch {
    return "";
  }
};

const isAlive = (processId: number): boolean => {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
};
