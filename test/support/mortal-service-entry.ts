import { writeSync } from "node:fs";
import { createMongoAccounting } from "../../src/adapters/mongo-accounting/mongo-accounting.ts";
import { createMongoClient } from "../../src/adapters/mongo-driver/connect.ts";
import { createMongoChangeFeed } from "../../src/adapters/mongo-source/mongo-change-feed.ts";
import { createMongoSourceReader } from "../../src/adapters/mongo-source/mongo-source-reader.ts";
import { createSystemClock } from "../../src/adapters/system-clock/system-clock.ts";
import { leaseTtlMs } from "../../src/application/lead.ts";
import type { PipelinePorts } from "../../src/application/pipeline-ports.ts";
import { passCommandPoints } from "./command-points.ts";
import type { Fate, KillPoint, Pass } from "./kill-points.ts";
import { composeFrom, configFrom, databasesOf } from "./running-service.ts";
import { serveCalls } from "./serve-calls.ts";
import { sha256 } from "./sha256.ts";

/** The service in a process that ends itself, or freezes, exactly where it is told to. It begins when it is told to, too. */
let fate: Fate | null = null;
let passed = 0;

const pass: Pass = (point) => {
  if (fate?.point !== point) return;
  passed += 1;
  if (passed < fate.passing) return;
  const { signal } = fate;
  fate = null;
  // Written before anything else can happen; what is handed to a stream would die with the process.
  writeSync(process.stderr.fd, reached(point));
  process.kill(process.pid, signal);
};

const reached = (point: KillPoint): string => `reached: ${point}\n`;

/** Its waits are cut short, so that a lease is renewed several times a second. */
const hurried = (most: number): PipelinePorts["clock"] => {
  const clock = createSystemClock();
  return { ...clock, sleep: (ms, signal) => clock.sleep(Math.min(ms, most), signal) };
};

const portsWithPoints = (): Partial<PipelinePorts> => {
  const config = configFrom(process.env);
  const databases = databasesOf(config);
  const main = { ...databases.main, client: createMongoClient(databases.main.uri, "source") };
  const accountingUri = new URL(databases.accounting.uri);
  accountingUri.searchParams.set("monitorCommands", "true");
  const accounting = { ...databases.accounting, client: createMongoClient(accountingUri.href, "accounting") };
  passCommandPoints(accounting.client, pass);
  const { collections, instanceId, defaultCurrency } = config;
  const source = createMongoSourceReader({ ...main, collections });
  const feed = createMongoChangeFeed({ ...main, collections });
  return {
    ...createMongoAccounting({ ...accounting, instanceId, defaultCurrency, leaseTtlMs, hash: sha256 }),
    source: {
      ...source,
      read: between("source is asked", "source has answered", source.read),
      readPage: between("source is asked", "source has answered", source.readPage),
    },
    feed: { ...feed, open: between("stream is asked for", "stream is open", feed.open) },
    ...(process.env.SLEEP_MAX_MS === undefined ? {} : { clock: hurried(Number(process.env.SLEEP_MAX_MS)) }),
  };
};

const between =
  <Args extends readonly unknown[], Result>(
    before: KillPoint,
    after: KillPoint,
    work: (...args: Args) => Promise<Result>,
  ): ((...args: Args) => Promise<Result>) =>
  async (...args) => {
    pass(before);
    const result = await work(...args);
    pass(after);
    return result;
  };

const service = composeFrom(process.env, portsWithPoints());
serveCalls(service, {
  begin: () => service.start(),
  // Safe: what `MortalService.fate` sends.
  fate: (given) => {
    fate = given as Fate;
    passed = 0;
  },
});
process.send?.("started");
