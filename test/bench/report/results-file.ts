import { mkdir, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import type { MongoClient } from "mongodb";
import type { BenchOptions } from "../options.ts";
import type { BenchResults } from "../run-measures.ts";
import { judge } from "./judge.ts";

/** Not under version control: figures belong to the machine they were taken on. */
export const resultsDirectory = "bench-results";

/** `2026-03-01T12-30-00`, fit for a file name. */
export const stampOf = (date: Date): string => date.toISOString().slice(0, 19).replaceAll(":", "-");

export type ResultsFacts = { readonly options: BenchOptions; readonly startedAt: Date; readonly client: MongoClient };

/** Writes everything that was measured, and on what, as JSON; says where. */
export const writeResults = async (results: BenchResults, facts: ResultsFacts): Promise<string> => {
  const { options, startedAt, client } = facts;
  const { version } = await client.db("admin").command({ buildInfo: 1 });
  const file = join(resultsDirectory, `${stampOf(startedAt)}.json`);
  const content = {
    startedAt: startedAt.toISOString(),
    endedAt: new Date().toISOString(),
    machine: { cpus: cpus().length, cpuModel: cpus()[0]?.model ?? null, memoryBytes: totalmem() },
    versions: { node: process.version, mongod: version },
    options: { quick: options.quick, only: options.only, profile: options.profile },
    sizes: options.sizes,
    baselines: results.baselines,
    measures: results.measures.map(judged),
  };
  await mkdir(resultsDirectory, { recursive: true });
  await writeFile(file, `${JSON.stringify(content, null, 2)}\n`);
  return file;
};

const judged = (result: BenchResults["measures"][number]) => {
  if (result.kind === "failed") return result;
  const { baselineValue, readings } = result;
  return {
    ...result,
    readings: readings.map((one) => ({ ...one, title: one.title.trim(), ...judge(one, baselineValue) })),
  };
};
