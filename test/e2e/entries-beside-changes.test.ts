import { expect, it } from "vitest";
import { type AcceptedEntry, enterAndReverse } from "../support/accountants.ts";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import type { Send } from "../support/keyed-requests.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { expectedRows } from "../support/oracle/expected-rows.ts";
import { sourceDocuments } from "../support/oracle/source-documents.ts";
import { composeFrom, environmentOf } from "../support/running-service.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { settled } from "../support/settled.ts";
import { startTraffic } from "../support/traffic.ts";

const accountants = 4;
const entriesEach = 15;
const rules = { postingPolicy: "net", subMinor: "round", defaultCurrency: "USD", ownerCollections: ["users"] } as const;

/** Minor units by `property currency`. */
type Sums = Map<string, { income: bigint; expenses: bigint; rows: number }>;

const add = (sums: Sums, key: string, direction: 1 | -1, amountMinor: bigint): void => {
  const sum = sums.get(key) ?? { income: 0n, expenses: 0n, rows: 0 };
  if (direction === 1) sum.income += amountMinor;
  else sum.expenses += amountMinor;
  sums.set(key, { ...sum, rows: sum.rows + 1 });
};

/** What payments and accountants say, added up by nothing of the service's. */
const sumsDue = async ({ main }: FreshDatabases, entries: readonly AcceptedEntry[]): Promise<Sums> => {
  const sums: Sums = new Map();
  for await (const { document } of sourceDocuments(main, "payments")) {
    const rows = document === null ? null : expectedRows(document, rules);
    if (rows === null) throw new Error("every payment was mended before");
    for (const { facts } of rows)
      add(sums, `${document?.propertyId.toHexString()} ${facts.currency}`, 1, BigInt(facts.amount));
  }
  for (const { propertyId, currency, direction, amountMinor, isReversed } of entries)
    if (!isReversed) add(sums, `${propertyId} ${currency}`, direction, amountMinor);
  return sums;
};

/** What the service tells of its accounts: decimal texts, read without a number. */
const sumsTold = async (send: Send, properties: readonly string[]): Promise<Sums> => {
  const sums: Sums = new Map();
  for (const propertyId of properties) {
    const response = await send(`/api/sync/accounts/${propertyId}`, {});
    const { data } = (await response.json()) as { data: { balances: Record<string, Told> } };
    for (const [currency, { income, expenses, balance, rowCount }] of Object.entries(data.balances)) {
      const sum = { income: minorOf(income), expenses: minorOf(expenses), rows: rowCount };
      expect(minorOf(balance)).toBe(sum.income - sum.expenses);
      sums.set(`${propertyId} ${currency}`, sum);
    }
  }
  return sums;
};

type Told = Record<"income" | "expenses" | "balance", { readonly amount: string }> & { readonly rowCount: number };

/** Every currency here is told with all its digits. */
const minorOf = ({ amount }: { readonly amount: string }): bigint => BigInt(amount.replace(".", ""));

it("keeps totals exact to the cent, per currency, while accountants and payments write into the same accounts", async () => {
  await using databases = await freshDatabases();
  const traffic = await startTraffic(databases.main, { seed: 77, properties: 4 });
  await traffic.change(300);
  const service = composeFrom(environmentOf(databases));
  await using stopping = new AsyncDisposableStack();
  stopping.defer(() => service.stop());
  const app = await service.app({ version: "test", openApiText: "", dashboardFolder: "nowhere" });
  const send: Send = (path, init) => app.request(path, init);
  await service.start();
  await settled(databases);
  const found = await databases.main.collection("properties").find().toArray();
  const properties = found.map(({ _id }) => _id.toHexString());

  const changing = traffic.keepChanging();
  const working = Array.from({ length: accountants }, (_, index) =>
    enterAndReverse({ send, random: seededRandom(100 + index), properties }, entriesEach),
  );
  const entries = (await Promise.all(working).finally(changing.stop)).flat();
  // Rows of a payment that is malformed stay as they were: what they say is in no source any more.
  await databases.main
    .collection("payments")
    .updateMany(
      { $or: [{ amount: { $not: { $type: "number" } } }, { amount: Number.NaN }] },
      { $set: { amount: 7.25 } },
    );
  await settled(databases);

  expect(await sumsTold(send, properties)).toEqual(await sumsDue(databases, entries));
  const manual = databases.accounting
    .collection<{ _id: string; status: string }>("transactions")
    .find({ origin: "manual" });
  const stored = (await manual.toArray()).map(({ _id, status }) => `${_id} ${status}`);
  expect(stored.sort()).toEqual(entries.map(({ id, isReversed }) => `${id} ${isReversed ? "void" : "posted"}`).sort());
  await expectExactLedger(databases);
}, 180_000);
