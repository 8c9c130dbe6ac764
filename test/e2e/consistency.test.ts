import { type Collection, type Document, type Filter, Long, ObjectId, Timestamp } from "mongodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Finding } from "../../src/domain/consistency/finding.ts";
import { rules } from "../../src/domain/consistency/rules.ts";
import { encodeId } from "../../src/domain/ids.ts";
import { currencyOf } from "../../src/domain/money/currency.ts";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { settled } from "../support/settled.ts";
import { ownerOf, paymentOf, propertyOf } from "../support/source-examples.ts";
import { startTraffic } from "../support/traffic.ts";
import { until } from "../support/until.ts";

let databases: FreshDatabases;
let service: RunningService;

const eve = { actor: "eve" };
const { signal } = new AbortController();
const owner = ownerOf("Ann", "Moyo");
const house = propertyOf({ ownerId: owner._id });
const barn = propertyOf({ ownerId: owner._id });
const payments: readonly Document[] = Array.from({ length: 40 }, (_, index) =>
  paymentOf(index % 2 === 0 ? house._id : barn._id, { amount: 100 + index }),
);
const rowId = (index: number): string => `payments/${payments[index]?._id}/income`;

beforeAll(async () => {
  databases = await freshDatabases();
  const { main } = databases;
  await main.collection("users").insertOne(owner);
  await main.collection("properties").insertMany([house, barn]);
  await main.collection("payments").insertMany([...payments]);
  service = await startService(databases);
  await settled(databases);
  // It comes by itself after the initial sync, and whoever asks for a check meanwhile is given this one.
  const isChecked = async () => (await service.useCases.health()).check?.state === "complete";
  await until("the first check is complete", isChecked);
});

afterAll(async () => {
  await service.stop();
  await databases.cleanUp();
});

const check = async (): Promise<readonly Finding[]> => {
  const answer = await service.useCases.consistency(eve, { fresh: true, waitMs: 30_000 }, signal);
  if (answer.kind !== "report") throw new Error(`the check did not end: ${JSON.stringify(answer.run.error)}`);
  const { items } = await service.useCases.findings(answer.check.id, noFilter, { limit: 200, cursor: null });
  return items;
};
const noFilter = { rule: null, propertyId: null };
const told = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ rule, key }) => `${rule} ${key}`).toSorted();

type Row = Document & { readonly _id: string };
const rows = () => databases.accounting.collection<Row>("transactions");
const accounts = () => databases.accounting.collection("accounts");

const stored = (collection: string): Collection => databases.accounting.collection(collection);
// Safe: the driver types every `_id` as ObjectId; these are of any BSON type.
const byId = (_id: unknown): Filter<Document> => ({ _id }) as Filter<Document>;

/** Every tampered document as it was, to be put back. */
const originals: { readonly collection: string; readonly _id: unknown; readonly document: Document | null }[] = [];

const tamper = async (collection: string, _id: unknown, change: Document | null): Promise<void> => {
  const target = stored(collection);
  const document = await target.findOne(byId(_id), { promoteValues: false });
  originals.push({ collection, _id, document });
  if (change === null) await target.deleteOne(byId(_id));
  else await target.updateOne(byId(_id), change, { bypassDocumentValidation: true });
};

const putBack = async (): Promise<void> => {
  for (const { collection, _id, document } of originals.splice(0).toReversed()) {
    const target = stored(collection);
    await target.deleteOne(byId(_id));
    if (document !== null) await target.insertOne(document, { bypassDocumentValidation: true });
  }
};

describe("a check of a ledger that somebody has tampered with", () => {
  beforeEach(putBack);

  it("finds nothing before", async () => {
    expect(told(await check())).toEqual([]);
    const { check: newest, health } = await service.useCases.health();
    expect(newest).toMatchObject({ state: "complete", findings: 0, followsStream: true, unsettled: 0 });
    expect(health.reasons.map(({ code }) => code)).not.toContain("never_checked");
  });

  it("finds exactly the amounts, rows, owners, totals and lines that were touched", async () => {
    await tamper("transactions", rowId(0), { $set: { amountMinor: Long.fromNumber(1) } });
    await tamper("transactions", rowId(2), { $inc: { amountMinor: Long.fromNumber(500) } });
    await tamper("transactions", rowId(4), { $inc: { amountMinor: Long.fromNumber(-500) } });
    await tamper("transactions", rowId(6), null);
    await tamper("accounts", barn._id, { $set: { ownerName: "Somebody Else" } });
    const line = await databases.accounting.collection("journal").findOne({ rowId: rowId(1) });
    await tamper("journal", line?._id, { $set: { "after.amountMinor": Long.fromNumber(7) } });
    expect(told(await check())).toEqual(
      [
        `amount_mismatch ${rowId(0)}`,
        `amount_mismatch ${rowId(2)}`,
        `amount_mismatch ${rowId(4)}`,
        `missing_transaction ${rowId(6)}`,
        `balance_mismatch ${house._id}`,
        `owner_mismatch ${barn._id}`,
        `journal_mismatch ${rowId(1)}`,
      ].toSorted(),
    );
  });

  it("finds errors that cancel each other out, and nothing else", async () => {
    await tamper("transactions", rowId(2), { $inc: { amountMinor: Long.fromNumber(500) } });
    await tamper("transactions", rowId(4), { $inc: { amountMinor: Long.fromNumber(-500) } });
    expect(told(await check())).toEqual([`amount_mismatch ${rowId(2)}`, `amount_mismatch ${rowId(4)}`].toSorted());
  });

  it("finds a wrong total, a stray row, a head that is gone and one without a property", async () => {
    await tamper("accounts", barn._id, { $set: { "balances.USD.incomeMinor": Long.fromNumber(3) } });
    const stray = `payments/${new ObjectId()}/income`;
    const row = await rows().findOne({ _id: rowId(8) }, { promoteValues: false });
    await rows().insertOne({ ...row, _id: stray });
    const ghost = new ObjectId();
    const head = await accounts().findOne({ _id: house._id }, { promoteValues: false });
    await accounts().insertOne({ ...head, _id: ghost, balances: {} });
    expect(told(await check())).toEqual(
      [
        `totals_mismatch ${barn._id}`,
        `phantom_transaction ${stray}`,
        `balance_mismatch ${house._id}`,
        `orphaned_account ${ghost}`,
      ].toSorted(),
    );
    await rows().deleteOne({ _id: stray });
    await accounts().deleteOne({ _id: ghost });
  });

  it("survives values of wrong types, and names them", async () => {
    await tamper("transactions", rowId(0), { $set: { amountMinor: 100.5, occurredAt: "yesterday" } });
    await tamper("transactions", rowId(2), { $set: { journalSeq: 3.5, asOf: new Timestamp({ t: 1, i: 1 }) } });
    await tamper("accounts", barn._id, { $set: { "balances.USD.balanceMinor": 12.25 } });
    const findings = told(await check());
    expect(findings).toContain(`amount_mismatch ${rowId(0)}`);
    expect(findings).toContain(`journal_mismatch ${rowId(2)}`);
    expect(findings).toContain(`balance_mismatch ${barn._id}`);
  });

  it("finds an entry made by hand that was turned round, and one that was taken away", async () => {
    const entries: string[] = [];
    for (const name of ["roof", "door"]) {
      const texts = { category: null, referenceNumber: null, paymentMethod: null, recipientType: null, notes: null };
      const { row } = await service.useCases.enterTransaction(eve, {
        ...texts,
        type: "repair",
        amount: "25.00",
        currency: currencyOf("USD") ?? ("" as never),
        description: name,
        propertyId: encodeId({ kind: "objectId", hex: String(house._id) }),
        idempotencyKey: name,
        occurredAt: null,
        direction: null,
      });
      entries.push(row.id);
    }
    const [roof, door] = entries;
    await tamper("transactions", roof, { $set: { direction: 1 } });
    await tamper("transactions", door, null);
    expect(told(await check())).toEqual(
      [`invalid_manual_entry ${roof}`, `journal_mismatch ${door}`, `balance_mismatch ${house._id}`].toSorted(),
    );
    await putBack();
    expect(told(await check())).toEqual([]);
  });

  it("misses a line of the journal, and an index", async () => {
    const line = await databases.accounting.collection("journal").findOne({ rowId: rowId(3) });
    await tamper("journal", line?._id, null);
    await accounts().dropIndex({ ownerKeys: 1 } as never);
    expect(told(await check())).toEqual(
      [`index_missing accounts: ownerKeys`, `journal_mismatch ${line?.seq}`, `journal_mismatch ${rowId(3)}`].toSorted(),
    );
    await accounts().createIndex({ ownerKeys: 1 });
  });
});

describe("a fix plan", () => {
  it("mends what was tampered with, leaves entries made by hand as they are to the last bit, and a check finds nothing then", async () => {
    await putBack();
    const manual = () => rows().find({ origin: "manual" }, { promoteValues: false }).sort({ _id: 1 }).toArray();
    const before = await manual();
    await rows().updateOne({ _id: rowId(0) }, { $set: { amountMinor: Long.fromNumber(1) } });
    await rows().deleteOne({ _id: rowId(6) });
    await accounts().updateOne({ _id: barn._id }, { $set: { "balances.USD.incomeMinor": Long.fromNumber(3) } });
    const stray = `payments/${new ObjectId()}/income`;
    const row = await rows().findOne({ _id: rowId(8) }, { promoteValues: false });
    await rows().insertOne({ ...row, _id: stray });
    expect((await check()).length).toBeGreaterThan(3);
    const report = await service.useCases.consistency(eve, { fresh: false, waitMs: 0 }, signal);
    if (report.kind !== "report") throw new Error("there is a report");
    const { id: planId, planHash, confirmation } = await service.useCases.makeFixPlan(eve, report.check.id);
    expect(confirmation).toBeNull();
    const begun = await service.useCases.applyFixPlan(eve, { planId, planHash, only: null, confirm: false });
    const run = await service.useCases.waitForRun(begun.id, 30_000, signal);
    expect(run).toMatchObject({ kind: "fix", state: "succeeded", counts: { applied: 5, unchanged: 0, failed: 0 } });
    await settled(databases);
    expect(told(await check())).toEqual([]);
    expect(before.length).toBeGreaterThan(0);
    expect(await manual()).toEqual(before);
    const again = service.useCases.applyFixPlan(eve, { planId, planHash, only: null, confirm: true });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a check beside a live load", () => {
  it("finds nothing, check after check", async () => {
    await putBack();
    const traffic = await startTraffic(databases.main, { seed: 5 });
    await traffic.change(400);
    await using _changes = traffic.keepChanging();
    for (let round = 0; round < 3; round += 1) {
      const wrong = (await check()).filter(({ rule }) => rules[rule].breaksConsistency);
      expect(wrong).toEqual([]);
    }
  });
});
