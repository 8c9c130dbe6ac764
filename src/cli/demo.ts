import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { MongoClient } from "mongodb";
import { type EmbeddedMongo, startEmbeddedMongo } from "../adapters/embedded-mongo/embedded-mongo.ts";
import { createDemoData, type DemoData, demoSize } from "./demo/create-demo-data.ts";
import { watchLedger } from "./demo/ledger-watch.ts";
import { inMs, type LivePayments, livePayments } from "./demo/live-payments.ts";
import { createServiceClient, type ServiceClient } from "./demo/service-client.ts";
import { type ServiceProcess, startServiceProcess } from "./demo/service-process.ts";
import { requireSame, rowsOfAccounts, totalsOfAccounts, totalsOfPayments, totalsOfSyncRows } from "./demo/totals.ts";

/** Everything at once on one machine: a MongoDB, made-up property data, the service, and payments that keep arriving. */
const main = async (): Promise<number> => {
  const seconds = secondsToRun();
  if (seconds === "invalid") {
    console.error("To let payments arrive for eight seconds only: npm run demo -- --seconds 8");
    return 2;
  }
  const stop = stopSignal();
  const opened = new AsyncDisposableStack();
  try {
    const running = await start(opened, stop);
    await runPayments(
      running,
      AbortSignal.any([stop, ...(seconds === null ? [] : [AbortSignal.timeout(seconds * 1_000)])]),
    );
    return 0;
  } catch (error) {
    if (stop.aborted) return 0;
    console.error(`\nThe demo cannot go on. ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await opened.disposeAsync();
    console.log("Everything is stopped, nothing stays behind.");
  }
};

type Running = {
  readonly client: MongoClient;
  readonly data: DemoData;
  readonly service: ServiceProcess;
};

const start = async (opened: AsyncDisposableStack, signal: AbortSignal): Promise<Running> => {
  console.log("ledgersync demo: a MongoDB, the service and made-up data. Ctrl-C ends it.\n");
  const mongo = await startEmbeddedMongo({ environment: process.env, progress: tell, signal });
  opened.defer(mongo.stop);
  const client = await new MongoClient(mongo.uri, { w: "majority" }).connect();
  opened.defer(() => client.close());
  const data = createDemoData();
  await store(client, data);
  await tellDatabase(client, mongo);
  const startedAt = performance.now();
  const service = await startServiceProcess({
    mongoUri: mongo.uri,
    port: process.env.PORT || null,
    path: process.env.PATH,
  });
  opened.defer(service.stop);
  tell(`  service         ${service.url}, the program of npm start`);
  const api = createServiceClient(service.url);
  await Promise.race([filled(api, service, signal), failure(service)]);
  await tellLedger(api, incomesOf(data), performance.now() - startedAt);
  tellCurlLines(service.url);
  return { client, data, service };
};

const runPayments = async ({ client, data, service }: Running, signal: AbortSignal): Promise<void> => {
  console.log(
    "\nPayments arrive, two a second. Time from MongoDB's acknowledgement until a reader sees each in the ledger:\n",
  );
  const watch = await watchLedger(client.db("accounting"));
  const options = { main: client.db("property-management"), watch, data, tell, signal };
  try {
    const { incomes, delaysMs } = await Promise.race([livePayments(options), failure(service)]);
    tellEnd(delaysMs);
    const expected = totalsOfPayments([...incomesOf(data), ...incomes]);
    tell(`  ${requireSame(await totalsOfSyncRows(client.db("accounting")), expected)}.`);
  } finally {
    await watch.close();
  }
};

const tell = (line: string): void => console.log(line);

const incomesOf = ({ payments }: DemoData) => payments.map(({ income }) => income);

const store = async (client: MongoClient, { owners, properties, payments }: DemoData): Promise<void> => {
  const main = client.db("property-management");
  await main.collection("users").insertMany([...owners]);
  await main.collection("properties").insertMany([...properties]);
  await main.collection("payments").insertMany(payments.map(({ document }) => document));
};

/** How often the service is asked whether it has caught up, and for how long. Unit: ms. */
const lookEveryMs = 25;
const filledMaxMs = 60_000;

const filled = async (api: ServiceClient, { complaints }: ServiceProcess, signal: AbortSignal): Promise<void> => {
  const deadline = performance.now() + filledMaxMs;
  const isFilled = async (): Promise<boolean> =>
    (await api.isReady()) && (await api.status()).realTime.state === "live";
  while (!(await isFilled())) {
    if (performance.now() > deadline) {
      throw new Error(["The ledger is not filled after a minute.", ...complaints].join("\n"));
    }
    await delay(lookEveryMs, undefined, { signal });
  }
};

const failure = async ({ ended }: ServiceProcess): Promise<never> => {
  throw new Error(await ended);
};

const tellDatabase = async (client: MongoClient, { uri }: EmbeddedMongo): Promise<void> => {
  const { owners, properties, payments, awkward } = demoSize;
  const { version } = await client.db("admin").command({ buildInfo: 1 });
  tell(`  ${`MongoDB ${version}`.padEnd(14)}  a replica set of its own: ${uri}`);
  tell(
    `  main database   property-management: ${properties} properties, ${owners} owners, ${payments.toLocaleString("en")} payments in USD and ZWL,`,
  );
  tell(`                  ${awkward} of them awkward (NaN, “1,250.00”, 33.333, no property, provisional, reversed …)`);
};

const tellLedger = async (
  api: ServiceClient,
  incomes: ReturnType<typeof incomesOf>,
  afterMs: number,
): Promise<void> => {
  const accounts = await api.accounts();
  const { failures } = await api.status();
  tell(
    `  ledger          ${rowsOfAccounts(accounts)} rows in ${accounts.length} accounts, ${(afterMs / 1_000).toFixed(1)} s after the start of the service`,
  );
  tell(`                  ${requireSame(totalsOfAccounts(accounts), totalsOfPayments(incomes))}`);
  tell(`                  ${failures.open} payments cannot be read: each is recorded, the others go on`);
};

const tellCurlLines = (url: string): void => {
  const api = `${url}/api/sync`;
  console.log("\nTry, in another terminal:\n");
  for (const line of [
    `GET  ${api}/status`,
    `GET  ${api}/health`,
    `POST ${api}/full`,
    `GET  ${api}/stats`,
    `GET  ${api}/accounts`,
  ]) {
    tell(`  curl -X ${line}`);
  }
};

const tellEnd = (delaysMs: LivePayments["delaysMs"]): void => {
  const sorted = delaysMs.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  const slowest = sorted.at(-1);
  if (middle === undefined || slowest === undefined) return;
  tell(
    `\n  ${delaysMs.length} payments: half of them seen within ${inMs(middle)}, the slowest after ${inMs(slowest)}.`,
  );
};

/** Null = until Ctrl-C. */
const secondsToRun = (): number | null | "invalid" => {
  try {
    const { seconds } = parseArgs({ options: { seconds: { type: "string" } } }).values;
    if (seconds === undefined) return null;
    return /^[1-9]\d{0,5}$/.test(seconds) ? Number(seconds) : "invalid";
  } catch {
    return "invalid";
  }
};

/** The first Ctrl-C ends in order, the second at once: the service and MongoDB notice that the demo is gone. */
const stopSignal = (): AbortSignal => {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(1);
    stop.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  process.once("disconnect", onSignal);
  return stop.signal;
};

process.exit(await main());
