import type { Db } from "mongodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createMongoAccounting,
  type MongoAccounting,
} from "../../../src/adapters/mongo-accounting/mongo-accounting.ts";
import type { Page } from "../../../src/application/ports/ledger-reader.ts";
import type { Account } from "../../../src/domain/ledger/account.ts";
import { createLedgerWorld, usd } from "../../contracts/ledger-world.ts";
import { idsOfEveryKind, objectId } from "../../contracts/neutral-documents.ts";
import { freshDatabases } from "../../support/fresh-databases.ts";
import { sha256 } from "../../support/sha256.ts";

let db: Db;
let accounting: MongoAccounting;
let cleanUp: () => Promise<void>;
const { signal } = new AbortController();
const everything = { search: null, status: null, ownerId: null, companyId: null };
const heads = 300;
const objectIds = Array.from({ length: heads }, (_, number) => objectId(number + 100));

beforeEach(async () => {
  const databases = await freshDatabases();
  ({ accounting: db, cleanUp } = databases);
  const options = { databaseName: db.databaseName, defaultCurrency: usd, leaseTtlMs: 15_000, hash: sha256 };
  accounting = createMongoAccounting({ client: databases.client, instanceId: "a:1", ...options });
  await accounting.sink.prepare(signal);
  await accounting.sink.takeOver(1n, signal);
  const world = createLedgerWorld(accounting.sink);
  const properties = [...objectIds, ...idsOfEveryKind];
  for (const id of properties) world.putProperty(id);
  await world.commit({ properties });
});
afterEach(() => cleanUp());

/** What the server did for each find in a collection. */
const findsOf = async (collection: string, work: () => Promise<unknown>) => {
  await db.command({ profile: 2 });
  await work();
  await db.command({ profile: 0 });
  const finds = await db.collection("system.profile").find({ "command.find": collection }).toArray();
  return finds.map(({ planSummary, docsExamined, keysExamined }) => ({ planSummary, docsExamined, keysExamined }));
};

const pageAfter = (cursor: string | null): Promise<Page<Account>> =>
  accounting.ledger.accounts(everything, { limit: 10, cursor }, signal);

describe("a page of accounts", () => {
  it("is read from the index, and nothing that lies before it is looked at", async () => {
    let { next } = await pageAfter(null);
    for (let page = 0; page < 20; page += 1) ({ next } = await pageAfter(next));
    const finds = await findsOf("accounts", () => pageAfter(next));
    expect(finds.length).toBeGreaterThan(0);
    for (const { planSummary } of finds) expect(planSummary).toMatch(/^IXSCAN/);
    const sum = (field: "docsExamined" | "keysExamined") => finds.reduce((all, find) => all + find[field], 0);
    expect(sum("docsExamined")).toBeLessThanOrEqual(11);
    expect(sum("keysExamined")).toBeLessThanOrEqual(11 + finds.length);
  });

  it("is followed by the next whatever the type of its last id", async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<Account> = await pageAfter(cursor);
      seen.push(...page.items.map(({ propertyId }) => propertyId));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen.toSorted()).toEqual([...objectIds, ...idsOfEveryKind].toSorted());
  });
});

describe("a page of an account's transactions", () => {
  it("is read from the index, and none of the newer ones is looked at", async () => {
    const house = objectId(1);
    const world = createLedgerWorld(accounting.sink);
    world.putProperty(house);
    const payments = objectIds.map((_, number) => objectId(number + 1_000));
    for (const [number, id] of payments.entries())
      world.putPayment(id, house, { paymentDate: { type: "date", ms: Date.UTC(2024, 0, 1) + number * 60_000 } });
    await world.commit({ payments, properties: [house] });
    const filter = { status: null, type: null, origin: null, currency: null, from: null, to: null };
    const page = (cursor: string | null) =>
      accounting.ledger.transactions(house, filter, { limit: 10, cursor }, signal);
    let { next } = await page(null);
    for (let number = 0; number < 20; number += 1) ({ next } = await page(next));
    const [find] = await findsOf("transactions", () => page(next));
    expect(find?.planSummary).toMatch(/^IXSCAN/);
    expect(find?.keysExamined).toBeLessThanOrEqual(13);
  });
});
