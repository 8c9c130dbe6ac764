import { type Document, MongoClient } from "mongodb";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedMongo, startEmbeddedMongo } from "../../src/adapters/embedded-mongo/embedded-mongo.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { settled, type TestDatabases } from "../support/settled.ts";
import { startTraffic, type Traffic } from "../support/traffic.ts";
import { until } from "../support/until.ts";

let mongo: EmbeddedMongo;
let client: MongoClient;
let databases: TestDatabases & { readonly mainUri: string; readonly accountingUri: string };
let service: RunningService;
let traffic: Traffic;

beforeAll(async () => {
  mongo = await startEmbeddedMongo({
    environment: process.env,
    progress: () => undefined,
    mongodArguments: ["--setParameter", "enableTestCommands=1", "--wiredTigerCacheSizeGB", "0.25"],
  });
  client = await new MongoClient(mongo.uri).connect();
  const uriOf = (name: string): string => mongo.uri.replace("/?", `/${name}?`);
  const [main, accounting] = [client.db("main"), client.db("books")];
  databases = { client, main, accounting, mainUri: uriOf("main"), accountingUri: uriOf("books") };
  traffic = await startTraffic(main, { seed: 51, properties: 5, owners: 3 });
  service = await startService(databases);
  await settled(databases);
});
afterAll(async () => {
  await service.stop();
  await client.close();
  await mongo.stop();
});

const failPoint = (mode: unknown, data?: Document) =>
  client.db("admin").command({ configureFailPoint: "failCommand", mode, ...(data === undefined ? {} : { data }) });

afterEach(async () => {
  await failPoint("off");
});

const failAlways = (trouble: Document) => failPoint("alwaysOn", { appName: "ledgersync", ...trouble });

const reasons = async (): Promise<readonly string[]> =>
  (await service.useCases.health()).health.reasons.map(({ code }) => code);
const untilReason = (code: string) => until(`health says ${code}`, async () => (await reasons()).includes(code));
const untilWell = () =>
  until("health has nothing but malformed documents to tell", async () =>
    (await reasons()).every((code) => code === "open_failures" || code === "drift"),
  );

type Class = {
  readonly name: string;
  readonly trouble: Document;
  /** What health says of it meanwhile, and the code in the newest error. */
  readonly reason: string;
  readonly code: string;
  readonly opensBreaker?: boolean;
};

/** By label, then code, then class; what the service does is seen by what it says, and by the ledger afterwards. */
const classes: readonly Class[] = [
  {
    name: "transient, by its label: waited for",
    trouble: { failCommands: ["commitTransaction"], errorCode: 251, errorLabels: ["TransientTransactionError"] },
    reason: "database_away",
    code: "accounting_unavailable",
  },
  {
    name: "transient, by its code: waited for, and calls are held back when all fail",
    trouble: { failCommands: ["find", "insert", "update", "findAndModify", "aggregate"], errorCode: 112 },
    reason: "database_away",
    code: "accounting_unavailable",
    opensBreaker: true,
  },
  {
    name: "transient, by its class: a connection that breaks",
    trouble: { failCommands: ["commitTransaction"], closeConnection: true },
    reason: "database_away",
    code: "accounting_unavailable",
  },
  {
    name: "overload, by its code: units shrink",
    trouble: { failCommands: ["commitTransaction"], errorCode: 290 },
    reason: "overloaded",
    code: "accounting_overloaded",
  },
  {
    name: "overload, by its label: units shrink",
    trouble: { failCommands: ["commitTransaction"], errorCode: 462, errorLabels: ["SystemOverloadedError"] },
    reason: "overloaded",
    code: "accounting_overloaded",
  },
  {
    name: "too large: units shrink, and what was read is read again",
    trouble: { failCommands: ["commitTransaction"], errorCode: 257 },
    reason: "overloaded",
    code: "unit_too_large",
  },
  {
    name: "a bug: told as it is, and begun again with a pause",
    trouble: { failCommands: ["commitTransaction"], errorCode: 8 },
    reason: "real_time_error",
    code: "internal",
  },
];

describe("an error of the accounting database", () => {
  it.each(classes)(
    "is $name",
    async ({ trouble, reason, code, opensBreaker = false }) => {
      const begunAt = Date.now();
      await failAlways(trouble);
      await traffic.change(20);
      await untilReason(reason);
      const isHeldBack = async () => (await service.useCases.health()).status.breakers.accounting !== "closed";
      if (opensBreaker) await until("calls are held back", isHeldBack);
      await until(`an error was told as ${code}`, async () => {
        const { errors } = await service.useCases.stats();
        return errors.some((error) => error.at >= begunAt && error.code === code);
      });
      await failPoint("off");
      await settled(databases);
      await expectExactLedger(databases);
      for (let unit = 0; unit < 8; unit += 1) {
        await traffic.change(5);
        await settled(databases);
      }
      await untilWell();
    },
    60_000,
  );
});

it("waits for a source that is away, and goes on behind what was committed", async () => {
  await failAlways({ failCommands: ["getMore", "aggregate"], errorCode: 91 });
  await untilReason("database_away");
  await traffic.change(20);
  await failPoint("off");
  await settled(databases);
  await untilWell();
  await expectExactLedger(databases);
}, 60_000);

it("closes the gap by a full sync when the history is lost", async () => {
  await failPoint({ times: 1 }, { appName: "ledgersync", failCommands: ["getMore"], errorCode: 286 });
  await until("a gap was recorded", async () => {
    const checkpoint = await databases.accounting.collection("sync_state").findOne({ gapsInARow: { $exists: true } });
    return checkpoint?.gap?.reason === "oplog_truncated";
  });
  await traffic.change(20);
  await settled(databases);
  await untilWell();
  await expectExactLedger(databases);
}, 60_000);

it("says what to mend when it is refused, and goes on at once for a person who has mended it", async () => {
  await failAlways({ failCommands: ["getMore", "aggregate"], errorCode: 13 });
  await untilReason("real_time_error");
  const [reason] = (await service.useCases.health()).health.reasons.filter(({ code }) => code === "real_time_error");
  expect(reason?.message).toContain("Privileges");
  await failPoint("off");
  await traffic.change(20);
  await service.useCases.stopRealTime({ actor: "eve" });
  await service.useCases.startRealTime({ actor: "eve" });
  await settled(databases);
  await untilWell();
  await expectExactLedger(databases);
}, 60_000);
