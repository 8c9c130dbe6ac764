import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";

const project = join(import.meta.dirname, "../../..");

/** Everything that the built files follow from. */
const sources = [
  "src/dashboard",
  "src/contract",
  "src/domain",
  "src/trpc",
  "test/dashboard/host",
  "vite.config.ts",
  "package-lock.json",
];

/** The folder of the dashboard as its sources are now; built when no test of this or an earlier run has built it. */
export const builtDashboard = (): Promise<string> => built("src/dashboard");

/** The folder of the page that stands for another application, with the dashboard as a part of it. */
export const builtHost = (): Promise<string> => built("test/dashboard/host");

const built = async (root: string): Promise<string> => {
  const cache = join(project, "node_modules/.cache/dashboard");
  const folder = join(cache, `${basename(root)}-${(await hashOfSources()).slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const outDir = `${folder}.${process.pid}`;
  const vite = join(project, "node_modules/vite/bin/vite.js");
  // In a process of its own: in this one everything is built for tests.
  const env = { ...process.env, NODE_ENV: "production" };
  await promisify(execFile)(
    process.execPath,
    [
      vite,
      "build",
      join(project, root),
      "--config",
      join(project, "vite.config.ts"),
      "--logLevel",
      "warn",
      "--outDir",
      outDir,
    ],
    {
      cwd: project,
      env,
    },
  );
  // Another worker may have built the same meanwhile.
  await rename(outDir, folder).catch(() => rm(outDir, { recursive: true, force: true }));
  return folder;
};

const hashOfSources = async (): Promise<string> => {
  const hash = createHash("sha256");
  for (const source of sources)
    for (const file of await filesOf(join(project, source))) hash.update(file).update(await readFile(file));
  return hash.digest("hex");
};

const filesOf = async (path: string): Promise<readonly string[]> => {
  if (/\.\w+$/.test(path)) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
};
