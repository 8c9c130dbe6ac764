import { beforeEach, describe, expect, it } from "vitest";
import { type Id, incomeRowId } from "../../src/domain/ids.ts";
import type { AccountingHarness } from "./accounting-harness.ts";
import { createLedgerWorld, type LedgerWorld, usd } from "./ledger-world.ts";
import { objectId } from "./neutral-documents.ts";

const [house, ada] = [objectId(1), objectId(11)];
const [rent, rent2] = [objectId(21), objectId(22)];

/** What becomes of documents that cannot be projected. */
export const describeSinkFailures = (subjectOf: () => AccountingHarness): void => {
  describe("failures", () => {
    let subject: AccountingHarness;
    let world: LedgerWorld;

    beforeEach(() => {
      subject = subjectOf();
      world = createLedgerWorld(subject.sink);
      world.putProperty(house);
    });

    const rowOf = async (id: ReturnType<typeof incomeRowId>) => (await subject.rows()).find((row) => row.id === id);
    const accountOf = async (id: Id) => (await subject.accounts()).find((account) => account.propertyId === id);
    const balanceOf = async (id: Id, currency = usd) => (await accountOf(id))?.balances.get(currency);
    const failures = async () =>
      (await subject.failures()).map(({ key, state, code, attempts }) => ({ key, state, code, attempts }));
    const key = `payments/${rent}`;

    it("opens one record for a document however often it is seen, and leaves its row as it was", async () => {
      world.putPayment(rent, house);
      await world.commit({ payments: [rent] });
      world.putPayment(rent, house, { amount: "a lot" });
      const first = await world.commit({ payments: [rent] });
      expect(first).toMatchObject({ kind: "committed", outcomes: { failed: 1 }, rowsChanged: 0, changedKeys: [] });
      await world.commit({ payments: [rent] });
      expect(await failures()).toEqual([{ key, state: "open", code: "money_invalid", attempts: 2 }]);
      expect((await subject.checkpoint()).openFailures).toBe(1);
      expect(await rowOf(incomeRowId(rent))).toMatchObject({ status: "posted", amountMinor: 10_000n });
    });

    it("names field, expectation and type, and first and last time", async () => {
      world.putPayment(rent, house, { paymentDate: "tomorrow" });
      await world.commit({ payments: [rent] }, { at: 1_000 });
      await world.commit({ payments: [rent] }, { at: 2_000 });
      expect(await subject.failures()).toMatchObject([
        {
          collection: "payments",
          documentId: rent,
          field: "paymentDate",
          expected: "date",
          found: "string",
          firstSeenAt: 1_000,
          lastSeenAt: 2_000,
          resolvedAt: null,
        },
      ]);
    });

    it("commits the other keys of the unit", async () => {
      world.putPayment(rent, house, { amount: Number.NaN });
      world.putPayment(rent2, house);
      expect(await world.commit({ payments: [rent, rent2] })).toMatchObject({ outcomes: { applied: 1, failed: 1 } });
      expect((await balanceOf(house))?.balanceMinor).toBe(10_000n);
    });

    it.each([
      ["is corrected", (): void => world.putPayment(rent, house)],
      ["is no longer to be posted", (): void => world.putPayment(rent, house, { status: "pending", amount: "a lot" })],
      ["is deleted", (): void => void world.source.payments.delete(rent)],
    ])("closes by itself when the document %s", async (_, change) => {
      world.putPayment(rent, house, { amount: "a lot" });
      await world.commit({ payments: [rent] });
      change();
      expect(await world.commit({ payments: [rent] }, { at: 9_000 })).toMatchObject({ kind: "committed" });
      expect(await subject.failures()).toMatchObject([{ key, state: "resolved", resolvedAt: 9_000 }]);
      expect((await subject.checkpoint()).openFailures).toBe(0);
    });

    it("opens the record again when the document is spoilt again", async () => {
      for (const amount of ["a lot", 5, "a lot"]) {
        world.putPayment(rent, house, { amount });
        await world.commit({ payments: [rent] });
      }
      expect(await failures()).toMatchObject([{ key, state: "open" }]);
      expect((await subject.failures())[0]?.resolvedAt).toBeNull();
      expect((await subject.checkpoint()).openFailures).toBe(1);
    });

    it("keeps the records of different documents apart", async () => {
      world.putPayment(rent, house, { amount: "a lot" });
      world.putPayment(rent2, house, { currency: "usd" });
      world.putProperty(house, null, { name: { type: "other", bsonType: "array" } });
      world.source.owners().put({ id: ada, firstName: 5, lastName: undefined });
      await world.commit({ payments: [rent, rent2], properties: [house], owners: [ada] });
      expect((await failures()).map(({ code }) => code).sort()).toEqual([
        "currency_unknown",
        "field_type_invalid",
        "field_type_invalid",
        "money_invalid",
      ]);
      world.putPayment(rent2, house);
      await world.commit({ payments: [rent2] });
      expect((await subject.checkpoint()).openFailures).toBe(3);
    });

    it("hands out what is open page by page, and what has been resolved no more", async () => {
      world.putPayment(rent, house, { amount: "a lot" });
      world.putPayment(rent2, house, { currency: "usd" });
      world.putProperty(house, null, { name: true });
      await world.commit({ payments: [rent, rent2], properties: [house] });
      const { signal } = new AbortController();
      const first = await subject.ledger.openFailures(null, 2, signal);
      const rest = await subject.ledger.openFailures(first.at(-1)?.key ?? null, 2, signal);
      const everything = [...first, ...rest];
      expect(everything).toEqual((await subject.failures()).toSorted((a, b) => (a.key < b.key ? -1 : 1)));
      expect([first.length, rest.length]).toEqual([2, 1]);
      world.putPayment(rent, house);
      await world.commit({ payments: [rent] });
      expect((await subject.ledger.openFailures(null, 9, signal)).map(({ documentId }) => documentId)).toEqual([
        rent2,
        house,
      ]);
    });

    it("posts to a stub while the property cannot be read, and to the right head afterwards", async () => {
      world.putProperty(house, null, { name: true });
      world.putPayment(rent, house);
      await world.commit({ payments: [rent] });
      expect(await accountOf(house)).toMatchObject({ status: "stub" });
      world.putProperty(house);
      await world.commit({ properties: [house] });
      expect(await accountOf(house)).toMatchObject({ status: "active" });
      expect((await subject.checkpoint()).openFailures).toBe(0);
    });

    it("keeps a known owner's name while its document cannot be read", async () => {
      world.putOwner(ada, "Ada");
      world.putProperty(house, ada);
      await world.commit({ properties: [house] });
      world.source.owners().put({ id: ada, firstName: true, lastName: undefined });
      await world.commit({ owners: [ada], properties: [house] });
      expect(await accountOf(house)).toMatchObject({ ownerId: ada, ownerName: "Ada" });
    });
  });
};
