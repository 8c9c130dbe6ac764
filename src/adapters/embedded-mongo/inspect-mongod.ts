import { constants } from "node:fs";
import { access } from "node:fs/promises";
import type { Mongod, MongodSearch } from "./mongod-search.ts";
import { runCommand } from "./run-command.ts";

/** Change streams, snapshot reads and `$$NOW` as the service uses them. */
const oldestMajorVersion = 6;

const inspectTimeoutMs = 20_000;

export type MongodInspection =
  | { readonly kind: "found"; readonly mongod: Mongod }
  | { readonly kind: "not_found"; readonly reason: string };

/** Runs the binary once: a file that is there may still lack a library, be cut short or be meant for another machine. */
export const inspectMongod = async (path: string, search: MongodSearch): Promise<MongodInspection> => {
  const obstacle = await obstacleTo(path);
  if (obstacle !== undefined) return { kind: "not_found", reason: `${path} ${obstacle}` };
  const outcome = await runCommand(path, ["--version"], { ...search, timeoutMs: inspectTimeoutMs });
  if (outcome.kind === "failed") return { kind: "not_found", reason: `${path} does not run: ${outcome.reason}` };
  const version = /^db version v(\d+\.\d+\.\d+)/m.exec(outcome.stdout)?.[1];
  if (version === undefined)
    return { kind: "not_found", reason: `${path} does not tell a version, so it is no mongod` };
  if (Number.parseInt(version, 10) < oldestMajorVersion)
    return { kind: "not_found", reason: `${path} is version ${version}, needed is ${oldestMajorVersion}.0 or newer` };
  return { kind: "found", mongod: { path, version } };
};

const obstacleTo = async (path: string): Promise<string | undefined> => {
  try {
    await access(path, constants.X_OK);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "EACCES" ? "may not be executed" : "does not exist";
  }
};
