import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { incomeRowId } from "../../src/domain/ids.ts";
import { documentKey, type Failure, type FailureFilter } from "../../src/domain/sync/failure.ts";
import type { AccountingHarness } from "./accounting-harness.ts";
import { createLedgerWorld, type LedgerWorld } from "./ledger-world.ts";
import { idsOfEveryKind, objectId } from "./neutral-documents.ts";

const [house, ada] = [objectId(1), objectId(11)];
const rents = [objectId(21), objectId(22), objectId(23)] as const;
const keys = rents.map((id) => documentKey("payments", id));
const anyFailure: FailureFilter = { state: null, collection: null, code: null };
const minute = 60_000;

/** What every LedgerReader must tell of failures, and of a row's lines in the journal. */
export const describeFailureReaderContract = (name: string, createSubject: () => Promise<AccountingHarness>): void => {
  describe(`failures and journal read: ${name}`, () => {
    const { signal } = new AbortController();
    let subject: AccountingHarness;
    let world: LedgerWorld;

    beforeEach(async () => {
      subject = await createSubject();
      world = createLedgerWorld(subject.sink);
      world.putProperty(house);
    });
    afterEach(() => subject.close());

    const keysOf = (failures: readonly Failure[]) => failures.map(({ key }) => key);
    const list = async (filter: Partial<FailureFilter>) =>
      keysOf((await subject.ledger.failures({ ...anyFailure, ...filter }, { limit: 50, cursor: null }, signal)).items);

    /** One of each: open, tried in vain, dismissed; and an owner's. */
    const fill = async (): Promise<void> => {
      for (const [index, id] of rents.entries()) {
        world.putPayment(id, house, index === 0 ? { currency: "usd" } : { amount: "a lot" });
        await world.commit({ payments: [id] }, { at: index });
      }
      world.source.owners().put({ id: ada, firstName: 5, lastName: undefined });
      await world.commit({ owners: [ada] }, { at: 9 });
      await world.commit({ payments: [rents[1]] }, { at: minute + 1, isRetry: true });
      await world.dismiss(documentKey("payments", rents[2]));
    };

    it("tells one by its key, as it was written", async () => {
      await fill();
      for (const failure of await subject.failures())
        expect(await subject.ledger.failure(failure.key, signal)).toEqual(failure);
      expect(await subject.ledger.failure(documentKey("payments", objectId(99)), signal)).toBeNull();
    });

    it("tells those of documents with ids of every kind", async () => {
      for (const id of idsOfEveryKind) {
        world.putPayment(id, house, { amount: "a lot" });
        await world.commit({ payments: [id] });
        expect(await subject.ledger.failure(documentKey("payments", id), signal)).toMatchObject({ documentId: id });
      }
    });

    it("lists them newest first, by state, collection and code", async () => {
      await fill();
      const owner = documentKey("owners", ada);
      const [first, second, third] = keys;
      expect(await list({})).toEqual([owner, third, second, first]);
      expect(await list({ state: "open" })).toEqual([owner, first]);
      expect(await list({ state: "retrying" })).toEqual([second]);
      expect(await list({ state: "resolved" })).toEqual([third]);
      expect(await list({ state: "unresolved" })).toEqual([owner, second, first]);
      expect(await list({ state: "unresolved", collection: "payments" })).toEqual([second, first]);
      expect(await list({ collection: "payments", code: "money_invalid" })).toEqual([third, second]);
    });

    it("counts those that are not resolved by reason and collection, the largest group first", async () => {
      expect(await subject.ledger.failureGroups(signal)).toEqual([]);
      await fill();
      world.putPayment(objectId(24), house, { amount: "much" });
      world.putPayment(objectId(25), house, { paymentDate: "today" });
      await world.commit({ payments: [objectId(24), objectId(25)] }, { at: 20 });
      const payments = { collection: "payments", count: 1 };
      expect(await subject.ledger.failureGroups(signal)).toEqual([
        { ...payments, code: "money_invalid", count: 2, fields: ["amount"], lastSeenAt: minute + 1 },
        { ...payments, code: "currency_unknown", fields: ["currency"], lastSeenAt: 0 },
        { collection: "owners", code: "field_type_invalid", count: 1, fields: ["firstName"], lastSeenAt: 9 },
        { ...payments, code: "field_type_invalid", fields: ["paymentDate"], lastSeenAt: 20 },
      ]);
    });

    it("pages through a list, and refuses the cursor of another", async () => {
      await fill();
      const page = (cursor: string | null, filter = anyFailure) =>
        subject.ledger.failures(filter, { limit: 3, cursor }, signal);
      const first = await page(null);
      const rest = await page(first.next);
      expect([...keysOf(first.items), ...keysOf(rest.items)]).toEqual(await list({}));
      expect(rest.next).toBeNull();
      const other = page(first.next, { ...anyFailure, state: "open" });
      await expect(other).rejects.toMatchObject({ code: "validation" });
    });

    it("counts by collection what is not resolved", async () => {
      expect(await subject.ledger.openFailuresBy(signal)).toEqual({ payments: 0, properties: 0, owners: 0 });
      await fill();
      expect(await subject.ledger.openFailuresBy(signal)).toEqual({ payments: 2, properties: 0, owners: 1 });
    });

    it("tells whose retry comes next", async () => {
      await fill();
      const next = await subject.ledger.nextRetries(2, signal);
      expect(next.map(({ key, nextRetryAt }) => [key, nextRetryAt])).toEqual([
        [keys[0], minute],
        [documentKey("owners", ada), minute + 9],
      ]);
      expect(keysOf(await subject.ledger.nextRetries(9, signal))).toEqual([...keysOf(next), keys[1]]);
    });

    it("tells a row's lines from any of them backwards, at most as many as asked for", async () => {
      const [rent, other] = rents;
      for (const amount of [1, 2, 3]) {
        world.putPayment(rent, house, { amount });
        world.putPayment(other, house, { amount });
        await world.commit({ payments: [rent, other] });
      }
      const row = (await subject.rows()).find(({ id }) => id === incomeRowId(rent));
      const mine = (await subject.journal()).filter(({ rowId }) => rowId === row?.id).toReversed();
      const lines = (limit: number) => subject.ledger.journalLines(row?.journalSeq ?? 0n, limit, signal);
      expect(await lines(9)).toEqual(mine);
      expect(await lines(2)).toEqual(mine.slice(0, 2));
      expect(await subject.ledger.journalLines(999n, 9, signal)).toEqual([]);
    });
  });
};
