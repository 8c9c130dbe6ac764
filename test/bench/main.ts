import { join } from "node:path";
import { MongoClient } from "mongodb";
import { startEmbeddedMongo } from "../../src/adapters/embedded-mongo/embedded-mongo.ts";
import type { Bench } from "./bench.ts";
import { createFilledLedger } from "./filled-ledger.ts";
import { type BenchOptions, parseOptions, usageOf } from "./options.ts";
import { createProcessorMeter } from "./processor-time.ts";
import { summariseProfiles } from "./report/profile-summary.ts";
import { resultsDirectory, stampOf, writeResults } from "./report/results-file.ts";
import { tableOf } from "./report/table.ts";
import { measures, runMeasures } from "./run-measures.ts";

/** `npm run bench`: its own replica set, all measures, a table and a file. Slow figures never fail it; wrong ledgers do. */
const main = (): Promise<number> => {
  const names = measures.map(({ name }) => name);
  const parsed = parseOptions(process.argv.slice(2), names);
  if (parsed.kind === "options") return bench(parsed.options);
  if (parsed.problem !== null) console.error(parsed.problem);
  console.log(usageOf(names));
  return Promise.resolve(parsed.problem === null ? 0 : 2);
};

const bench = async (options: BenchOptions): Promise<number> => {
  const startedAt = new Date();
  const beganAt = performance.now();
  const profileDirectory = options.profile ? join(resultsDirectory, `profile-${stampOf(startedAt)}`) : null;
  const say = (message: string): void => console.log(`${elapsed(beganAt)}  ${message}`);
  await using opened = new AsyncDisposableStack();
  const stopped = endOnSignal(opened);
  const { uri, client, mongodIds } = await startServer(opened, say);
  const processors = createProcessorMeter(mongodIds);
  const filled = createFilledLedger({ client, uri }, options.sizes);
  opened.defer(() => filled[Symbol.asyncDispose]());
  const context: Bench = { client, uri, processors, filled, sizes: options.sizes, profileDirectory, say };
  const results = await runMeasures(context, options.only).catch((error: unknown) => {
    if (stopped.aborted) return null;
    throw error;
  });
  if (results === null) return 1;
  const file = await writeResults(results, { options, startedAt, client });
  console.log(`\n${tableOf(results)}\n\nwritten to ${file}`);
  if (profileDirectory !== null) console.log(`\n${await summariseProfiles(profileDirectory)}`);
  return results.measures.some(({ kind }) => kind === "failed") ? 1 : 0;
};

const elapsed = (beganAt: number): string => `${((performance.now() - beganAt) / 1_000).toFixed(0).padStart(4)} s`;

const startServer = async (opened: AsyncDisposableStack, say: (message: string) => void) => {
  const mongo = await startEmbeddedMongo({
    environment: process.env,
    progress: say,
    // Statistics that the server writes every second for its maker.
    mongodArguments: ["--setParameter", "diagnosticDataCollectionEnabled=false"],
  });
  opened.defer(() => mongo.stop());
  const client = await new MongoClient(mongo.uri).connect();
  opened.defer(() => client.close());
  return { uri: mongo.uri, client, mongodIds: mongo.processIds };
};

/** Processes of the benchmark end when this one hangs up; the server has to be stopped, or its data stays behind. */
const endOnSignal = (opened: AsyncDisposableStack): AbortSignal => {
  const stopped = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      stopped.abort();
      void opened.disposeAsync().finally(() => process.exit(1));
    });
  return stopped.signal;
};

/** Not thrown: after a signal the rest is still being closed. */
process.exitCode = await main().catch((error: unknown) => {
  console.error(error);
  return 1;
});
