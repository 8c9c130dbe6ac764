import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheDirectory } from "../../../src/adapters/embedded-mongo/cache-directory.ts";
import { runCommand } from "../../../src/adapters/embedded-mongo/run-command.ts";

const requirements = new URL("requirements.txt", import.meta.url).pathname;
const installTimeoutMs = 300_000;
const versionTimeoutMs = 30_000;

const run = async (args: readonly string[], timeoutMs: number): Promise<string> => {
  const outcome = await runCommand("python3", args, { environment: process.env, timeoutMs });
  if (outcome.kind === "succeeded") return outcome.stdout;
  const what = `python3 ${args.slice(0, 3).join(" ")}: ${outcome.reason}`;
  throw new Error(`schemathesis needs python3 (3.10 or newer) with pip and a package index: ${what}`);
};

/** A folder for PYTHONPATH with the pinned schemathesis in it; installed once, then taken from the project's cache. */
export const installedSchemathesis = async (): Promise<string> => {
  const version = (await run(["-c", "import sys; print('%d.%d' % sys.version_info[:2])"], versionTimeoutMs)).trim();
  const pins = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const target = join(cacheDirectory(process.env), "schemathesis", `${pins}-python${version}`);
  if (!existsSync(target)) await install(target);
  return target;
};

/** Whole or not at all. Whoever comes second finds the place taken by the same thing. */
const install = async (target: string): Promise<void> => {
  await mkdir(dirname(target), { recursive: true });
  const workshop = await mkdtemp(`${target}.fetching-`);
  try {
    const options = ["--no-input", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", "--quiet"];
    await run(["-m", "pip", "install", ...options, "--target", workshop, "-r", requirements], installTimeoutMs);
    await rename(workshop, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
};
