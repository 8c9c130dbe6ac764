import type { Document } from "mongodb";
import { afterEach, beforeEach, expect, it } from "vitest";
import { askEveryGet } from "../support/every-get.ts";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { fullSync } from "../support/full-sync.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { startOtlpCollector, tracedTo } from "../support/otlp-collector.ts";
import { startProgram, urlOf } from "../support/program.ts";
import { untilLive } from "../support/program-api.ts";
import { environmentOf, startService } from "../support/running-service.ts";
import { startServiceProcess } from "../support/service-process.ts";
import { settled } from "../support/settled.ts";
import { ownerOf, paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";

const canary = "CANARY-7f3a9";
/** What an application keeps in `users` beside the name. */
const secrets = {
  password: `${canary}-password`,
  passwordHash: `${canary}-hash`,
  resetToken: `${canary}-token`,
  email: `${canary}@example.com`,
  phone: `${canary}-phone`,
  bank: { account: `${canary}-account` },
};

/** The ledger keeps a payment's notes with its row, and tells them of nowhere else. */
const note = "NOTE-51c02";
const entry = { type: "repair", amount: "150.00", currency: "USD", description: "New gutter" };

let databases: FreshDatabases;
const owner = { ...ownerOf("Ada", "Moyo"), ...secrets };
const malformed = { ...ownerOf("Rudo", "Banda"), ...secrets, firstName: [`${canary}-name`] };
const house = propertyOf({ ownerId: owner._id, propertyOwnerId: malformed._id, contactEmail: secrets.email });

beforeEach(async () => {
  databases = await freshDatabases();
  const { main } = databases;
  // Large enough for every command of a test.
  await main.command({ create: "system.profile", capped: true, size: 16 * 2 ** 20 });
  await main.collection("users").insertMany([owner, malformed]);
  await main.collection("tenants").insertOne({ email: secrets.email });
  await main.collection("properties").insertOne(house);
  await main
    .collection("payments")
    .insertMany([
      paymentOf(house._id, { tenantEmail: secrets.email }),
      paymentOf(house._id, { amount: `${canary}-amount`, tenantEmail: secrets.email }),
    ]);
});
afterEach(() => databases.cleanUp());

/** Everything that happens to a source: renames, malformed documents, a dropped collection, a full sync. */
const live = async (): Promise<void> => {
  const { main } = databases;
  await main
    .collection("users")
    .updateOne({ _id: owner._id }, { $set: { lastName: "Ncube", password: `${canary}-new` } });
  await main.collection("users").updateOne({ _id: malformed._id }, { $set: { lastName: { secret: canary } } });
  await main.collection("tenants").updateOne({}, { $set: { phone: secrets.phone } });
  await main.collection("payments").insertOne(paymentOf(house._id, { amount: { secret: canary } }));
  await settled(databases);
  await main
    .collection("users")
    .aggregate([{ $out: "users" }])
    .toArray();
  await settled(databases);
};

/** The collections and views of the accounting database, whatever there is by now, that hold a document with this text. */
const collectionsWith = async (text: string): Promise<readonly string[]> => {
  const { accounting } = databases;
  const found = new Set<string>();
  for (const { name } of await accounting.listCollections().toArray()) {
    for await (const raw of accounting.collection(name).find({}, { raw: true })) {
      // Safe: with `raw`, the driver hands every document over as its bytes.
      if (Buffer.from(raw as unknown as Uint8Array).includes(text)) found.add(name);
    }
  }
  return [...found].sort();
};

it("lets no secret of a user into the accounting database, its log or its answers", async () => {
  const service = await startServiceProcess(databases, { LOG_LEVEL: "debug" });
  await live();
  await expectExactLedger(databases);
  const status = await service.call("status");
  const health = await service.call("health");
  const stats = await service.call("stats");
  expect(await service.terminate()).toBe(0);
  expect(await collectionsWith(canary)).toEqual([]);
  const answers = JSON.stringify([status, health, stats], (_, value) =>
    typeof value === "bigint" ? `${value}` : value,
  );
  expect(answers).not.toContain(canary);
  expect(service.output()).toContain("leading");
  expect(service.output()).not.toContain(canary);
});

it("lets no secret of a user, and no note or unknown field of a payment, into an answer, its log or a trace", async () => {
  const { main, accounting } = databases;
  await main.collection("payments").insertOne(paymentOf(house._id, { notes: note, landlordPhone: secrets.phone }));
  await using collector = await startOtlpCollector();
  const environment = environmentOf(databases, { PORT: "0", LOG_LEVEL: "debug", ...tracedTo(collector) });
  await using program = startProgram(environment);
  const url = await urlOf(program);
  await untilLive(url);
  await live();
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<string> => {
    const all = { "Content-Type": "application/json", Prefer: "wait=30", ...headers };
    const answer = await fetch(`${url}/api/sync${path}`, { method: "POST", headers: all, body: JSON.stringify(body) });
    // Safe: what the contract's own tests prove.
    return ((await answer.json()) as { readonly data?: { readonly id?: string } }).data?.id ?? "";
  };
  await accounting.collection("accounts").updateOne({ _id: house._id }, { $set: { propertyName: "tampered with" } });
  const runId = await post("/full", { dryRun: true });
  const checkId = await post("/consistency/checks", {});
  await until("the check is over", async () => {
    const run = await fetch(`${url}/api/sync/runs/${checkId}`);
    return (await run.text()).includes('"state":"succeeded"');
  });
  const planId = await post(`/consistency/checks/${checkId}/fix-plans`, {});
  const rowId = await post(`/accounts/${house._id.toHexString()}/transactions`, entry, { "Idempotency-Key": "1" });
  const [failure] = await accounting.collection<{ _id: string }>("sync_failures").find().toArray();
  const answers = await askEveryGet(url, {
    propertyId: [house._id.toHexString()],
    name: ["daily_sync"],
    collection: ["owners", "properties", "payments"],
    "/api/sync/explain/{collection}/{id} id": [owner._id, malformed._id, house._id].map((id) => id.toHexString()),
    "/api/sync/failures/{id} id": [failure?._id ?? ""],
    "/api/sync/runs/{id} id": [runId],
    "/api/sync/consistency/fix-plans/{id} id": [planId],
    "/api/sync/consistency/fix-plans/{id}/items id": [planId],
    id: [checkId, rowId],
  });
  await collector.received("the entry", ({ attributes }) => attributes["sync.batch.kind"] === "manual");
  program.signal("SIGTERM");
  expect(await program.exited).toBe(0);

  const asked = answers.filter(({ path }) => !path.includes("manual%2F"));
  expect(asked.filter(({ status }) => status !== 200).map(({ path }) => path)).toEqual([]);
  expect(answers.filter(({ text }) => text.includes(canary)).map(({ path }) => path)).toEqual([]);
  expect(await collectionsWith(canary)).toEqual([]);
  expect(await collectionsWith(note)).toEqual(["transactions"]);
  const sent = Buffer.concat(collector.bodies);
  for (const secret of [canary, note, "Moyo", "Ncube", "Banda", "New gutter", "150.00"]) {
    expect(sent.includes(secret)).toBe(false);
    expect(program.output() + program.complaint()).not.toContain(secret);
  }
  expect(sent.includes(owner._id.toHexString())).toBe(false);
});

it("only reads the main database, only its configured collections, and never a whole user", async () => {
  const { main } = databases;
  await main.command({ profile: 2 });
  const service = await startService(databases, { OWNER_COLLECTIONS: "users,propertyowners" });
  await live();
  await fullSync(service.useCases);
  await service.stop();
  await main.command({ profile: 0 });
  const seen = await main.collection("system.profile").find({ appName: "ledgersync" }).toArray();
  const commands = seen.filter(({ op }) => op !== "none").map(whatWasAsked);
  expect(seen.filter(({ op }) => ["insert", "update", "remove"].includes(op))).toEqual([]);
  const verbs = new Set(commands.map(({ verb }) => verb));
  const readingVerbs = [
    "find",
    "getMore",
    "aggregate",
    "count",
    "killCursors",
    "ping",
    "hello",
    "dbStats",
    "listCollections",
  ];
  expect([...verbs].filter((verb) => !readingVerbs.includes(verb))).toEqual([]);
  const collections = new Set(commands.map(({ collection }) => collection));
  expect([...collections].sort()).toEqual(
    ["$cmd.aggregate", "payments", "properties", "propertyowners", "users"].filter((name) => collections.has(name)),
  );
  const finds = commands.filter(
    ({ verb, collection }) => verb === "find" && collection !== "payments" && collection !== "properties",
  );
  expect(finds.length).toBeGreaterThan(0);
  expect(finds.filter(({ command }) => !readsNamesOnly(command))).toEqual([]);
});

it("asks its stream for keys and times, never for documents", async () => {
  await using _ = await startService(databases);
  await settled(databases);
  const pipeline: readonly Document[] = await until("the stream waits for changes", async () => {
    const running = [{ $currentOp: { allUsers: true, idleCursors: true } }];
    const operations = await databases.client.db("admin").aggregate(running).toArray();
    const commands = operations.flatMap(({ command, cursor }) => [command, cursor?.originatingCommand ?? {}]);
    return commands.find(({ $db, pipeline }) => $db === databases.main.databaseName && pipeline !== undefined)
      ?.pipeline;
  });
  const [source, filter, shape] = pipeline;
  expect(source?.$changeStream).not.toHaveProperty("fullDocument");
  expect(JSON.stringify(filter)).not.toContain("tenants");
  const { _id, ...shown } = shape?.$project ?? {};
  expect(shown).toEqual({ operationType: 1, documentKey: 1, ns: 1, to: 1, clusterTime: 1, wallTime: 1 });
});

const whatWasAsked = ({ ns, command, originatingCommand }: Document) => {
  const [verb = "none"] = Object.keys(command);
  const collection = String(ns).slice(String(ns).indexOf(".") + 1);
  return { verb, collection, command: verb === "getMore" ? originatingCommand : command };
};

const readsNamesOnly = ({ projection }: Document): boolean =>
  projection !== undefined &&
  Object.keys(projection).every((field) => ["_id", "firstName", "lastName"].includes(field));
