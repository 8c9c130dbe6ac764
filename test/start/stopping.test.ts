import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MongoClient, ObjectId } from "mongodb";
import { expect, it } from "vitest";
import { freePort } from "../../src/adapters/embedded-mongo/free-port.ts";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { type Program, startProgram, urlOf } from "../support/program.ts";
import { untilLive } from "../support/program-api.ts";
import { settled } from "../support/settled.ts";
import { until } from "../support/until.ts";

const startOn = ({ mainUri, accountingUri }: FreshDatabases): Program =>
  startProgram({ MONGODB_URI: mainUri, ACCOUNTING_DB_URI: accountingUri });

const propertyId = new ObjectId();

const payment = (amount: number) => ({ propertyId, amount, status: "completed", paymentDate: new Date(0) });

/** Payments written one after the other until told to stop; resolves with their number. */
const writePayments = (
  databases: FreshDatabases,
  signal: AbortSignal,
): { readonly done: Promise<number>; written(): number } => {
  let count = 0;
  const write = async (): Promise<number> => {
    while (!signal.aborted) {
      count += 1;
      await databases.main.collection("payments").insertOne(payment(count));
    }
    return count;
  };
  return { done: write(), written: () => count };
};

it("drains, saves and ends with 0 on SIGTERM amid traffic; the next start goes on and nothing is missing or double", async () => {
  await using databases = await freshDatabases();
  await databases.main.collection("properties").insertOne({ _id: propertyId, name: "Msasa House" });
  const enough = new AbortController();
  await using first = startOn(databases);
  await untilLive(await urlOf(first));
  const writing = writePayments(databases, enough.signal);
  const rows = databases.accounting.collection("transactions");
  await until("some are in the ledger", async () => (await rows.countDocuments()) >= 50);

  first.signal("SIGTERM");
  expect(await first.exited).toBe(0);
  expect(first.log.at(-1)?.msg).toBe("stopped");
  const writtenByThen = writing.written();
  const lease = await databases.accounting.collection<{ _id: string }>("sync_state").findOne({ _id: "lease" });
  expect(lease).toMatchObject({ instanceId: null });

  await until("some more are written", () => writing.written() >= writtenByThen + 50);
  await using second = startOn(databases);
  await untilLive(await urlOf(second));
  await until("some more are written", () => writing.written() >= writtenByThen + 100);
  enough.abort();
  const written = await writing.done;
  await settled(databases);
  expect(await rows.countDocuments()).toBe(written);
  await expectExactLedger(databases);
  const runs = databases.accounting.collection("sync_runs");
  expect(await runs.distinct("kind")).not.toContain("full");
});

it("ends at once on a second signal", async () => {
  const port = await freePort();
  await using program = startProgram({ MONGODB_URI: `mongodb://127.0.0.1:${port}/property-management` });
  const url = await urlOf(program);
  // An answer that takes seconds, for which an orderly end would wait.
  const answer = fetch(`${url}/readyz`).then(
    () => "answered",
    () => "cut off",
  );
  await until("it is asked", async () => (await fetch(`${url}/livez`)).ok);
  program.signal("SIGTERM");
  await program.logged("stopping");
  program.signal("SIGTERM");
  expect(await program.exited).toBe(1);
  expect(await answer).toBe("cut off");
});

it("logs an error that nobody handles whole, without credentials, and ends with 1", async () => {
  const planted = `process.once("SIGUSR2", () => Promise.reject(new Error("planted at mongodb://root:" + "s3" + "cret@db/x")));`;
  const port = await freePort();
  await using program = startProgram(
    { MONGODB_URI: `mongodb://127.0.0.1:${port}/property-management` },
    { execArgs: ["--import", `data:text/javascript,${encodeURIComponent(planted)}`] },
  );
  await urlOf(program);
  program.signal("SIGUSR2");
  expect(await program.exited).toBe(1);
  const line = await program.logged("an error that nobody handled: the service ends");
  expect(line.error).toMatchObject({
    message: "planted at mongodb://***@db/x",
    stack: expect.stringContaining("data:"),
  });
  expect(program.output()).not.toContain("s3cret");
});

it("keeps the data of embedded mode in .ledgersync, takes it up again, and stops its MongoDB last", async () => {
  const directory = await mkdtemp(join(tmpdir(), "ledgersync-start-"));
  const stored = { _id: new ObjectId(), name: "Baobab Court" };
  for (const start of [1, 2]) {
    await using program = startProgram({}, { directory });
    const { directory: told } = await program.logged(
      "no MONGODB_URI is set: a MongoDB of our own is started, its data stays in .ledgersync",
    );
    expect(told).toBe(join(directory, ".ledgersync"));
    const serving = await program.logged("serving");
    const host = String(serving.reads).replace("property-management on ", "");
    await untilLive(String(serving.url));
    const client = new MongoClient(`mongodb://${host}/?directConnection=true`);
    if (start === 1) await client.db("property-management").collection("properties").insertOne(stored);
    await until("the account is there", () => client.db("accounting").collection("accounts").findOne(stored._id));
    await client.close();
    program.signal("SIGINT");
    expect(await program.exited).toBe(0);
    const unreachable = new MongoClient(`mongodb://${host}/?directConnection=true`, { serverSelectionTimeoutMS: 100 });
    await expect(unreachable.connect()).rejects.toThrow("ECONNREFUSED");
    await unreachable.close();
  }
  expect(existsSync(join(directory, ".ledgersync"))).toBe(true);
  await rm(directory, { recursive: true });
});
