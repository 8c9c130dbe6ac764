import { appendFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";

declare module "vitest" {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be merged with vitest's own
  export interface ProvidedContext {
    /** Where each worker notes what it has seen of the contract. */
    readonly contractHits: string;
  }
}

const seen = new Set<string>();

/** `GET /api/sync/status` has answered with `status`, as documented. */
export const recordHit = (operation: string, status: number): void => {
  const hit = `${operation} ${status}`;
  if (seen.has(hit)) return;
  seen.add(hit);
  appendFileSync(join(inject("contractHits"), String(process.pid)), `${hit}\n`);
};

/** What all workers have noted together. */
export const recordedHits = async (directory: string): Promise<ReadonlySet<string>> => {
  const files = await readdir(directory);
  const texts = await Promise.all(files.map((file) => readFile(join(directory, file), "utf8")));
  return new Set(texts.flatMap((text) => text.split("\n")).filter((line) => line !== ""));
};

type Documented = { readonly name: string; readonly responses: Readonly<Record<string, unknown>> };

/** Documented statuses that were never seen. */
export const unseenStatuses = (operations: readonly Documented[], hits: ReadonlySet<string>): readonly string[] =>
  operations
    .flatMap(({ name, responses }) => Object.keys(responses).map((status) => `${name} ${status}`))
    .filter((cell) => !hits.has(cell));
