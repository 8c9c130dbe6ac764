import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Document, Long } from "mongodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMongoAccounting } from "../../src/adapters/mongo-accounting/mongo-accounting.ts";
import { usd } from "../contracts/ledger-world.ts";
import { anAuditEntry } from "../support/audit-samples.ts";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { sha256 } from "../support/sha256.ts";

const program = fileURLToPath(new URL("../../src/cli/audit.ts", import.meta.url));

type Ended = { readonly code: number; readonly out: string; readonly complaint: string };

const run = (args: readonly string[], environment: Record<string, string>): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, ...environment };
    execFile(process.execPath, [program, ...args], { env }, (error, out, complaint) =>
      resolve({ code: Number(error?.code ?? 0), out, complaint }),
    );
  });

let databases: FreshDatabases;

beforeEach(async () => {
  databases = await freshDatabases();
  const { client, accounting } = databases;
  const options = { client, databaseName: accounting.databaseName, defaultCurrency: usd, leaseTtlMs: 15_000 };
  const { sink, audit } = createMongoAccounting({ ...options, instanceId: "a:1", hash: sha256 });
  const { signal } = new AbortController();
  await sink.prepare(signal);
  for (let at = 1; at <= 6; at += 1)
    await audit.append(anAuditEntry(`o${at}`, { subject: { runId: `r${at}` } }), signal);
});
afterEach(() => databases.cleanUp());

const verify = (...args: readonly string[]) => run(["verify", ...args], { ACCOUNTING_DB_URI: databases.accountingUri });

const lines = () => databases.accounting.collection<Document & { readonly _id: Long }>("sync_audit");
const line = (seq: number) => ({ _id: Long.fromNumber(seq) });
const noteHead = (note: Document) =>
  databases.accounting.collection<{ readonly _id: string }>("sync_state").updateOne({ _id: "audit" }, { $set: note });

/** Puts another document in the place of a line. */
const put = async (seq: number, { _id, ...document }: Document): Promise<void> => {
  await lines().deleteOne(line(seq));
  await lines().insertOne({ ...line(seq), ...document });
};

const read = async (seq: number): Promise<Document> => {
  const document = await lines().findOne(line(seq));
  if (document === null) throw new Error(`no line ${seq}`);
  return document;
};

describe("npm run audit -- verify", () => {
  it("ends with 0 for a trail as it was written, and says what to note of it", async () => {
    const { code, out } = await verify();
    expect(code).toBe(0);
    const [, noted = ""] = /sound: 6 lines.*--expect (6:[0-9a-f]{64})$/m.exec(out) ?? [];
    expect(await verify("--expect", noted)).toMatchObject({ code: 0 });
  });

  it.for<readonly [string, Document]>([
    ["actor", { "actor.id": "somebody else" }],
    ["time", { at: new Date(0) }],
    ["act", { action: "stopRealTime" }],
    ["subject", { "subject.runId": "r9" }],
    ["state before", { "before.state": "queued" }],
    ["outcome", { outcome: "refused" }],
    ["request", { requestId: "q9" }],
    ["hash", { hash: "0".repeat(64) }],
    ["type of a field", { code: [] }],
    ["fields, by one more", { note: "harmless" }],
  ])("says which line was changed: its %s", async ([, change]) => {
    await lines().updateOne(line(3), { $set: change });
    const { code, out } = await verify();
    expect(code).toBe(1);
    expect(out).toContain("Line 3 was changed");
  });

  it("says where a changed line no longer fits, though its hash was made anew", async () => {
    const { hash: _, ...forged } = await read(3);
    await put(3, { ...forged, hash: sha256(JSON.stringify(forged)) });
    expect(await verify()).toMatchObject({ code: 1, out: expect.stringContaining("Line 3") });
  });

  it("says which line is gone", async () => {
    await lines().deleteOne(line(4));
    expect(await verify()).toMatchObject({ code: 1, out: expect.stringContaining("Line 4 is missing.") });
  });

  it("says which lines have changed places", async () => {
    const [second, fifth] = [await read(2), await read(5)];
    await put(2, fifth);
    await put(5, second);
    const { code, out } = await verify();
    expect(code).toBe(1);
    expect(out).toContain("Line 2 was changed");
    expect(out).toContain("Line 5 was changed");
  });

  it("says that the end was cut off, and by an anchor also where the note of it was changed", async () => {
    const last = await read(6);
    const fourth = await read(4);
    await lines().deleteMany({ _id: { $gt: Long.fromNumber(4) } });
    expect(await verify()).toMatchObject({
      code: 1,
      out: expect.stringContaining("Lines 5 to 6 are missing: the end"),
    });
    await noteHead({ seq: Long.fromNumber(4), hash: fourth.hash });
    expect(await verify()).toMatchObject({ code: 0 });
    const anchored = await verify("--expect", `6:${last.hash}`);
    expect(anchored).toMatchObject({ code: 1, out: expect.stringContaining("Lines 5 to 6 are missing: the end") });
  });

  it("says that the trail was written anew when an anchored line is another one", async () => {
    expect(await verify("--expect", `2:${"a".repeat(64)}`)).toMatchObject({
      code: 1,
      out: expect.stringContaining("Line 2 is not the expected one"),
    });
  });

  it("says that something is there that is no line", async () => {
    await databases.accounting.command({
      insert: "sync_audit",
      documents: [{ _id: "a stray" }],
      bypassDocumentValidation: true,
    });
    expect(await verify()).toMatchObject({ code: 1, out: expect.stringContaining("no line of it") });
  });

  it.for([
    ["no command", [], {}],
    ["another command", ["mend"], {}],
    ["an anchor that is none", ["verify", "--expect", "6:abc"], {}],
    ["no database", ["verify"], {}],
    ["a malformed URI", ["verify"], { ACCOUNTING_DB_URI: "localhost" }],
    ["a server that does not answer", ["verify"], { ACCOUNTING_DB_URI: "mongodb://u:s3cret@127.0.0.1:1/accounting" }],
  ] as const)("ends with 2 and says what is wrong: %s", async ([, args, environment]) => {
    const { code, complaint, out } = await run(args, environment);
    expect([code, out]).toEqual([2, ""]);
    expect(complaint.length).toBeGreaterThan(10);
    expect(complaint).not.toContain("s3cret");
  });
});
