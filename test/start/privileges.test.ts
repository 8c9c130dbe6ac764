import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { type Document, MongoClient, ObjectId } from "mongodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startProgram, urlOf } from "../support/program.ts";
import { statusOf, untilLive } from "../support/program-api.ts";
import { createUser, type SecuredMongo, startSecuredMongo } from "../support/secured-mongo.ts";
import { until } from "../support/until.ts";

/** The roles of the script that the README tells administrators to run. */
const rolesOfScript = (): readonly Document[] => {
  const roles: Document[] = [];
  const admin = { createRole: (role: Document) => roles.push(structuredClone(role)) };
  const script = readFileSync(new URL("../../deploy/mongodb-roles.js", import.meta.url), "utf8");
  runInNewContext(script, { db: { getSiblingDB: () => admin } });
  return roles;
};

let mongo: SecuredMongo;

beforeAll(async () => {
  mongo = await startSecuredMongo();
  for (const { role, ...rest } of rolesOfScript()) await mongo.admin.command({ createRole: role, ...rest });
  const find = { resource: { db: "property-management", collection: "" }, actions: ["find"] };
  await mongo.admin.command({ createRole: "noStream", privileges: [find], roles: [] });
  await createUser(mongo.admin, "reader", ["ledgersyncReader"]);
  await createUser(mongo.admin, "writer", ["ledgersyncWriter"]);
  await createUser(mongo.admin, "streamless", ["noStream"]);
  await createUser(mongo.admin, "nobody", []);
});

afterAll(async () => {
  await mongo[Symbol.asyncDispose]();
});

const login = (user: string, password = `${user}-password`) => ({ user, password });
type Login = ReturnType<typeof login>;

const environmentOf = (source: Login, accounting: Login) => ({
  MONGODB_URI: mongo.uriOf(source.user, source.password, "property-management"),
  ACCOUNTING_DB_URI: mongo.uriOf(accounting.user, accounting.password, "accounting"),
});

const reader = login("reader");
const writer = login("writer");
const checkLogin = "Check user name, password and authSource";
const grantRole = "Grant the role listed in the README under “Privileges”";

describe("on servers that ask for a password, a start", () => {
  it.each([
    { name: "a wrong password of the main database", source: login("reader", "wr0ng-secret"), says: checkLogin },
    {
      name: "a wrong password of the accounting database",
      accounting: login("writer", "wr0ng-secret"),
      says: checkLogin,
    },
    { name: "no right to read the main database", source: login("nobody"), says: grantRole },
    { name: "no right to follow the main database", source: login("streamless"), says: grantRole },
    { name: "no right to write the ledger", accounting: login("nobody"), says: grantRole },
  ])(
    "with $name ends with 1 and says where and what to do, without the password",
    async ({ source, accounting, says }) => {
      await using program = startProgram(environmentOf(source ?? reader, accounting ?? writer));
      expect(await program.exited).toBe(1);
      expect(program.complaint()).toMatch(/^ledgersync cannot start\./);
      expect(program.complaint()).toContain(source === undefined ? "(ACCOUNTING_DB_URI)" : "(MONGODB_URI)");
      expect(program.complaint()).toContain(says);
      expect(program.complaint() + program.output()).not.toMatch(/secret|-password/);
      expect(program.complaint().length).toBeLessThan(300);
    },
  );

  it("with the roles of deploy/mongodb-roles.js and no others does its whole work, a second time too", async () => {
    const main = mongo.admin.client.db("property-management");
    const rows = mongo.admin.client.db("accounting").collection("transactions");
    const payments = main.collection("payments");
    const propertyId = new ObjectId();
    await main.collection("properties").insertOne({ _id: propertyId, name: "Msasa House" });
    await payments.insertOne({ status: "pending" });
    for (const malformed of [1, 2]) {
      await using program = startProgram(environmentOf(reader, writer));
      const url = await urlOf(program);
      await untilLive(url);
      await payments.insertOne({ status: "completed" });
      const payment = { propertyId, amount: 100, status: "completed", paymentDate: new Date() };
      const { insertedId } = await payments.insertOne(payment);
      await until("it is posted", async () => (await rows.countDocuments({ status: "posted" })) === 1);
      await payments.updateOne({ _id: insertedId }, { $set: { status: "voided" } });
      await until("it is void", async () => (await rows.countDocuments({ status: "void" })) === malformed);
      expect((await statusOf(url)).failures.open).toBe(malformed);
      const metrics = await (await fetch(`${url}/metrics`)).text();
      expect(metrics).toContain(`ledgersync_failures_open ${malformed}\n`);
      expect(metrics).not.toContain("ledgersync_oplog_headroom_seconds");
      program.signal("SIGTERM");
      expect(await program.exited).toBe(0);
      expect(program.log.filter(({ level }) => level >= 50)).toEqual([]);
    }
  });

  it("keeps in the audit trail who did what, with the same rights", async () => {
    await using program = startProgram(environmentOf(reader, writer));
    const url = await urlOf(program);
    await untilLive(url);
    const row = await mongo.admin.client.db("accounting").collection("transactions").findOne();
    const propertyId = String(row?.propertyId);
    type Told = { readonly data: Document };
    const post = (path: string, body: object) =>
      fetch(`${url}/api/sync/${path}`, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "Content-Type": "application/json", "Idempotency-Key": path.replaceAll("/", "-") },
      });
    const lock = { type: "repair", amount: "150.00", currency: "USD", description: "lock" };
    const entered = await post(`accounts/${propertyId}/transactions`, lock);
    expect(entered.status).toBe(201);
    const { id } = ((await entered.json()) as Told).data;
    const reversal = `accounts/${propertyId}/transactions/${encodeURIComponent(id)}/reverse`;
    expect((await post(reversal, { reason: "typo" })).status).toBe(200);
    expect((await post("full", {})).status).toBe(202);
    const { data } = (await (await fetch(`${url}/api/sync/audit`)).json()) as Told;
    expect(data.map(({ action, outcome }: Document) => `${action} ${outcome}`)).toEqual([
      "startFullSync succeeded",
      "startFullSync intended",
      "reverseTransaction succeeded",
      "enterTransaction succeeded",
    ]);
    program.signal("SIGTERM");
    expect(await program.exited).toBe(0);
  });

  it.for(["journal", "sync_audit"])(
    "gives a role that can add to %s and change or remove nothing of it",
    async (name) => {
      const { ACCOUNTING_DB_URI } = environmentOf(reader, writer);
      await using asWriter = await new MongoClient(ACCOUNTING_DB_URI).connect();
      const db = asWriter.db();
      const refused = [
        { update: name, updates: [{ q: {}, u: { $set: { at: new Date() } } }] },
        { findAndModify: name, query: {}, update: { $set: { at: new Date() } } },
        { delete: name, deletes: [{ q: {}, limit: 0 }] },
        { findAndModify: name, query: {}, remove: true },
        { createIndexes: name, indexes: [{ key: { at: 1 }, name: "at_1", expireAfterSeconds: 1 }] },
        { drop: name },
        { aggregate: "accounts", pipeline: [{ $out: name }], cursor: {} },
        { aggregate: "accounts", pipeline: [{ $merge: { into: name, on: "_id" } }], cursor: {} },
        { convertToCapped: name, size: 4_096 },
      ];
      for (const command of refused) await expect(db.command(command)).rejects.toThrow("not authorized");
      const renaming = { renameCollection: `accounting.${name}`, to: "accounting.elsewhere" };
      await expect(asWriter.db("admin").command(renaming)).rejects.toThrow("not authorized");
      await expect(db.dropDatabase()).rejects.toThrow("not authorized");
      expect(await db.collection(name).estimatedDocumentCount()).toBeGreaterThan(0);
    },
  );

  it("gives roles that cannot write the main database, nor change what the journal says", async () => {
    const { MONGODB_URI, ACCOUNTING_DB_URI } = environmentOf(reader, writer);
    await using asReader = await new MongoClient(MONGODB_URI).connect();
    await using asWriter = await new MongoClient(ACCOUNTING_DB_URI).connect();
    const change = { update: "journal", updates: [{ q: {}, u: { $set: { change: "posted" } } }] };
    const removal = { delete: "journal", deletes: [{ q: {}, limit: 0 }] };
    await expect(asReader.db().collection("payments").insertOne({})).rejects.toThrow("not authorized");
    await expect(asWriter.db().command(change)).rejects.toThrow("not authorized");
    await expect(asWriter.db().command(removal)).rejects.toThrow("not authorized");
  });
});
