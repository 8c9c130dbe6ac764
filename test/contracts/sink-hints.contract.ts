import { beforeEach, describe, expect, it } from "vitest";
import { encodeId, feeRowId, type Id, incomeRowId } from "../../src/domain/ids.ts";
import type { AccountingHarness } from "./accounting-harness.ts";
import { createLedgerWorld, type LedgerWorld, usd } from "./ledger-world.ts";
import { idsOfEveryKind, objectId, ownerAmountField } from "./neutral-documents.ts";

const house = objectId(1);
const [rent, rent2, rent3] = [objectId(21), objectId(22), objectId(23)];

/** Hints save reading; a wrong one must never make a wrong ledger. */
export const describeSinkHints = (subjectOf: () => AccountingHarness): void => {
  describe("hints", () => {
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
    const changesOf = async (id: ReturnType<typeof incomeRowId>) =>
      (await subject.journal()).filter((line) => line.rowId === id).map(({ change }) => change);

    const all = new Set([rent, rent2, rent3]);

    it("posts payments that are new indeed", async () => {
      for (const id of all) world.putPayment(id, house);
      expect(await world.commit({ payments: [...all] }, { presumedNew: all })).toMatchObject({
        rowsChanged: 3,
        checkpoint: { commitNo: 1n },
      });
    });

    it("changes nothing when payments believed to be new are all there", async () => {
      for (const id of all) world.putPayment(id, house);
      await world.commit({ payments: [...all] });
      expect(await world.commit({ payments: [...all] }, { presumedNew: all })).toMatchObject({ kind: "unchanged" });
    });

    it("amends, posts and restores rightly when some payments believed to be new are not", async () => {
      world.putPayment(rent, house);
      world.putPayment(rent2, house);
      await world.commit({ payments: [rent, rent2] });
      world.source.payments.delete(rent2);
      await world.commit({ payments: [rent2] });
      world.putPayment(rent, house, { amount: 5 });
      world.putPayment(rent2, house, { amount: 6 });
      world.putPayment(rent3, house, { amount: 7 });
      expect(await world.commit({ payments: [...all] }, { presumedNew: all })).toMatchObject({
        rowsChanged: 3,
        checkpoint: { commitNo: 3n },
      });
      expect((await balanceOf(house))?.balanceMinor).toBe(1_800n);
      expect(await changesOf(incomeRowId(rent2))).toEqual(["posted", "voided", "restored"]);
    });

    it.each([
      ["deleted", (): void => void world.source.payments.delete(rent)],
      ["no longer completed", (): void => world.putPayment(rent, house, { status: "failed" })],
    ])("voids the row of a payment believed to be new that is %s", async (_, change) => {
      world.putPayment(rent, house);
      await world.commit({ payments: [rent] });
      change();
      expect(await world.commit({ payments: [rent] }, { presumedNew: new Set([rent]) })).toMatchObject({
        rowsChanged: 1,
      });
      expect(await rowOf(incomeRowId(rent))).toMatchObject({ status: "void" });
    });

    it("closes the failure of a payment believed to be new", async () => {
      world.putPayment(rent, house, { amount: "a lot" });
      await world.commit({ payments: [rent] });
      world.putPayment(rent, house);
      await world.commit({ payments: [rent] }, { presumedNew: new Set([rent]) });
      expect(await subject.failures()).toMatchObject([{ state: "resolved" }]);
    });

    it("voids the fee of a payment believed to be new that had one", async () => {
      world.putPayment(rent, house, { [ownerAmountField]: 90 });
      world.useRules({ postingPolicy: "gross" });
      await world.commit({ payments: [rent] });
      world.useRules({ postingPolicy: "net" });
      await world.commit({ payments: [rent] }, { presumedNew: new Set([rent]) });
      expect(await rowOf(feeRowId(rent))).toMatchObject({ status: "void" });
    });

    it("gives the same result with and without the stretch of ids", async () => {
      const ids = Array.from({ length: 12 }, (_, index) => objectId(300 + index));
      const [before, ...inside] = ids.slice(0, 8);
      const beyond = ids.slice(8);
      for (const id of ids) world.putPayment(id, house);
      world.useRules({ postingPolicy: "gross" });
      await world.commit({ payments: ids });
      const gone = inside[2];
      if (before === undefined || gone === undefined) throw new Error("no ids");
      world.source.payments.delete(gone);
      for (const id of inside.slice(3)) world.putPayment(id, house, { amount: 50, [ownerAmountField]: 40 });
      const through = inside.at(-1) ?? gone;
      const keys = { payments: inside.filter((id) => id !== gone) };
      expect(await world.commit(keys, { stretch: { after: before, through } })).toMatchObject({
        kind: "committed",
        rowsChanged: 8,
      });
      expect(await world.commit(keys)).toMatchObject({ kind: "unchanged" });
      const again = await world.commit(keys, { stretch: { after: before, through } });
      expect(again).toMatchObject({ kind: "unchanged" });
      // Whoever looks at the stretch finds the row of the payment that is gone; whoever does not says so.
      if ("orphanedRows" in again) expect([null, 1]).toContain(again.orphanedRows);
      // What the stretch holds besides is none of this unit's business: a deleted payment is found by the walk of the ledger.
      expect(await rowOf(incomeRowId(gone))).toMatchObject({ status: "posted" });
      expect(
        await world.commit({ payments: beyond }, { stretch: { after: through, through: beyond.at(-1) ?? through } }),
      ).toMatchObject({ kind: "unchanged" });
    });

    it("gives the same result for the first stretch and for ids of every kind", async () => {
      for (const id of idsOfEveryKind) world.putPayment(id, house);
      await world.commit({ payments: idsOfEveryKind });
      const through = idsOfEveryKind.at(-1) ?? rent;
      expect(await world.commit({ payments: idsOfEveryKind }, { stretch: { after: null, through } })).toMatchObject({
        kind: "unchanged",
      });
      const hex = [encodeId({ kind: "objectId", hex: "64b7f0c2a1d4e5f60718293a" })];
      expect(
        await world.commit({ payments: hex }, { stretch: { after: null, through: hex[0] ?? rent } }),
      ).toMatchObject({ kind: "unchanged" });
      expect(
        await world.commit(
          { payments: hex },
          { stretch: { after: encodeId({ kind: "string", value: "x" }), through: hex[0] ?? rent } },
        ),
      ).toMatchObject({ kind: "unchanged" });
    });
  });
};
