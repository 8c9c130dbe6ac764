import { beforeEach, describe, expect, it } from "vitest";
import { feeRowId, type Id, incomeRowId } from "../../src/domain/ids.ts";
import type { AccountingHarness } from "./accounting-harness.ts";
import { createLedgerWorld, type LedgerWorld, usd, zwl } from "./ledger-world.ts";
import {
  completedPayment,
  date,
  idsOfEveryKind,
  objectId,
  ownerAmountField,
  paymentOf,
  reference,
} from "./neutral-documents.ts";

const [house, flat, shed] = [objectId(1), objectId(2), objectId(3)];
const [ada, bob] = [objectId(11), objectId(12)];
const [rent, rent2, _rent3] = [objectId(21), objectId(22), objectId(23)];

/** What the ledger says after the source has changed. */
export const describeSinkLedger = (subjectOf: () => AccountingHarness): void => {
  describe("ledger", () => {
    let subject: AccountingHarness;
    let world: LedgerWorld;

    beforeEach(() => {
      subject = subjectOf();
      world = createLedgerWorld(subject.sink);
    });

    const rowOf = async (id: ReturnType<typeof incomeRowId>) => (await subject.rows()).find((row) => row.id === id);
    const accountOf = async (id: Id) => (await subject.accounts()).find((account) => account.propertyId === id);
    const balanceOf = async (id: Id, currency = usd) => (await accountOf(id))?.balances.get(currency);
    const changesOf = async (id: ReturnType<typeof incomeRowId>) =>
      (await subject.journal()).filter((line) => line.rowId === id).map(({ change }) => change);

    it("tells the whole life of a payment: entered, amended, moved, voided, restored, deleted", async () => {
      const row = incomeRowId(rent);
      world.putProperty(house);
      world.putProperty(flat);
      world.putPayment(rent, house);
      await world.commit({ payments: [rent] });
      expect(await balanceOf(house)).toEqual({
        incomeMinor: 10_000n,
        expensesMinor: 0n,
        balanceMinor: 10_000n,
        rowCount: 1,
      });

      world.putPayment(rent, house, { amount: 120.5 });
      await world.commit({ payments: [rent] });
      expect((await balanceOf(house))?.balanceMinor).toBe(12_050n);

      world.putPayment(rent, flat, { amount: 120.5 });
      await world.commit({ payments: [rent] });
      expect((await accountOf(house))?.balances.size).toBe(0);
      expect((await balanceOf(flat))?.balanceMinor).toBe(12_050n);

      world.putPayment(rent, flat, { status: "voided" });
      await world.commit({ payments: [rent] });
      expect(await rowOf(row)).toMatchObject({
        status: "void",
        voidReason: "status_not_completed",
        amountMinor: 12_050n,
      });
      expect((await accountOf(flat))?.balances.size).toBe(0);

      world.putPayment(rent, flat, { amount: 99 });
      await world.commit({ payments: [rent] });
      expect(await rowOf(row)).toMatchObject({ status: "posted", voidReason: null, amountMinor: 9_900n });

      world.source.payments.delete(rent);
      await world.commit({ payments: [rent] });
      expect(await rowOf(row)).toMatchObject({ status: "void", voidReason: "deleted" });
      expect(await changesOf(row)).toEqual(["posted", "amended", "amended", "voided", "restored", "voided"]);
    });

    it("stamps what it changes with the unit's times and keeps when a row was first posted", async () => {
      world.putProperty(house);
      world.putPayment(rent, house);
      const first = await world.batch({ payments: [rent] }, { at: 1_000 });
      await world.send(first);
      world.putPayment(rent, house, { amount: 7 });
      const second = await world.batch({ payments: [rent] }, { at: 2_000, cause: { kind: "run", runId: "r1" } });
      await world.send(second);
      expect(await rowOf(incomeRowId(rent))).toMatchObject({
        postedAt: 1_000,
        updatedAt: 2_000,
        asOf: second.cut.asOf,
      });
      expect(await accountOf(house)).toMatchObject({
        createdAt: 1_000,
        updatedAt: 2_000,
        asOf: second.cut.asOf,
        version: 2,
      });
      const [, line] = await subject.journal();
      expect(line).toMatchObject({
        at: 2_000,
        asOf: second.cut.asOf,
        cause: { kind: "run", runId: "r1" },
        before: { amountMinor: 10_000n },
        after: { amountMinor: 700n },
      });
    });

    it("keeps all facts of a row and of a head", async () => {
      const company = objectId(99);
      const texts = { referenceNumber: "R-7", paymentMethod: "bank", notes: "late", processedBy: "eve" };
      world.putOwner(ada, "Ada");
      world.putProperty(house, ada, {
        address: "1 Elm St",
        companyId: reference(company),
        propertyOwnerId: reference(bob),
      });
      world.putPayment(rent, house, { ...texts, companyId: reference(company), amount: 33.333, paymentType: "sale" });
      await world.commit({ payments: [rent] });
      expect(await rowOf(incomeRowId(rent))).toMatchObject({
        ...texts,
        companyId: company,
        sourceId: rent,
        category: "sale_income",
        amountMinor: 3_333n,
        amountSource: "33.333",
        exponent: 2,
        currency: usd,
      });
      expect(await accountOf(house)).toMatchObject({
        propertyName: "Rose Court",
        propertyAddress: "1 Elm St",
        companyId: company,
        ownerId: ada,
        ownerKeys: [ada, bob],
        ownerName: "Ada",
      });
    });

    it("never adds currencies together, and forgets one without posted rows", async () => {
      world.putProperty(house);
      world.putPayment(rent, house);
      world.putPayment(rent2, house, { currency: "ZWL", amount: 5_000 });
      await world.commit({ payments: [rent, rent2] });
      expect([(await balanceOf(house))?.balanceMinor, (await balanceOf(house, zwl))?.balanceMinor]).toEqual([
        10_000n,
        500_000n,
      ]);
      world.source.payments.delete(rent2);
      await world.commit({ payments: [rent2] });
      expect([...((await accountOf(house))?.balances.keys() ?? [])]).toEqual([usd]);
    });

    it("adds exactly where doubles would not", async () => {
      world.putProperty(house);
      const ids = Array.from({ length: 30 }, (_, index) => objectId(1_000 + index));
      for (const id of ids) world.putPayment(id, house, { amount: { type: "decimal", text: "9999999999999.99" } });
      await world.commit({ payments: ids });
      expect((await balanceOf(house))?.balanceMinor).toBe(30n * 999_999_999_999_999n);
    });

    it("shows the fee of a gross posting, and voids it when net comes back", async () => {
      world.putProperty(house);
      world.putPayment(rent, house, { [ownerAmountField]: 90 });
      world.useRules({ postingPolicy: "gross" });
      await world.commit({ payments: [rent] });
      expect(await balanceOf(house)).toEqual({
        incomeMinor: 10_000n,
        expensesMinor: 1_000n,
        balanceMinor: 9_000n,
        rowCount: 2,
      });
      world.useRules({ postingPolicy: "net" });
      await world.commit({ payments: [rent] });
      expect(await balanceOf(house)).toEqual({
        incomeMinor: 9_000n,
        expensesMinor: 0n,
        balanceMinor: 9_000n,
        rowCount: 1,
      });
      expect(await rowOf(feeRowId(rent))).toMatchObject({ status: "void" });
    });

    it("keeps a stub for a payment without property, and fills it when the property comes", async () => {
      world.putPayment(rent, house);
      await world.commit({ payments: [rent] });
      expect(await accountOf(house)).toMatchObject({ status: "stub", propertyName: null, ownerKeys: [] });
      world.putProperty(house, ada);
      await world.commit({ properties: [house] });
      expect(await accountOf(house)).toMatchObject({
        status: "active",
        propertyName: "Rose Court",
        ownerId: ada,
        ownerName: null,
      });
      world.putOwner(ada, "Ada");
      await world.commit({ owners: [ada] });
      expect(await accountOf(house)).toMatchObject({ ownerName: "Ada" });
      expect((await balanceOf(house))?.balanceMinor).toBe(10_000n);
    });

    it("fills a stub also by its next payment", async () => {
      world.putPayment(rent, house);
      await world.commit({ payments: [rent] });
      world.putProperty(house);
      world.putPayment(rent2, house);
      await world.commit({ payments: [rent2] });
      expect(await accountOf(house)).toMatchObject({ status: "active" });
      expect((await balanceOf(house))?.balanceMinor).toBe(20_000n);
    });

    it("archives the head of a deleted property with its rows and totals, and revives it", async () => {
      world.putProperty(house);
      world.putPayment(rent, house);
      await world.commit({ payments: [rent] });
      world.source.properties.delete(house);
      await world.commit({ properties: [house] });
      expect(await accountOf(house)).toMatchObject({ status: "archived", propertyName: "Rose Court" });
      expect((await balanceOf(house))?.balanceMinor).toBe(10_000n);
      world.putProperty(house);
      await world.commit({ properties: [house] });
      expect(await accountOf(house)).toMatchObject({ status: "active" });
    });

    it("makes a head for a property without payments and none for a property that never was", async () => {
      world.putProperty(house);
      await world.commit({ properties: [house, flat] });
      expect((await subject.accounts()).map(({ propertyId }) => propertyId)).toEqual([house]);
    });

    it("tells an owner's new name to every head that names the owner", async () => {
      world.putOwner(ada, "Ada");
      for (const id of [house, flat]) world.putProperty(id, ada);
      world.putProperty(shed, bob);
      await world.commit({ properties: [house, flat, shed] });
      world.putOwner(ada, "Augusta");
      const result = await world.commit({ owners: [ada] });
      expect(result).toMatchObject({
        kind: "committed",
        outcomes: { applied: 1 },
        changedKeys: [`owners/${ada}`],
        rowsChanged: 0,
      });
      const names = (await subject.accounts()).map(({ propertyId, ownerName }) => [propertyId, ownerName]);
      expect(new Map(names.map(([id, name]) => [id, name]))).toEqual(
        new Map([
          [house, "Augusta"],
          [flat, "Augusta"],
          [shed, null],
        ]),
      );
    });

    it("finds an owner by its second name once the first is gone", async () => {
      world.putOwner(ada, "Ada");
      world.putOwner(bob, "Bob");
      world.putProperty(house, ada, { propertyOwnerId: reference(bob) });
      await world.commit({ properties: [house] });
      expect(await accountOf(house)).toMatchObject({ ownerId: ada, ownerName: "Ada" });
      world.source.owners().delete(ada);
      await world.commit({ owners: [ada] });
      expect(await accountOf(house)).toMatchObject({ ownerId: bob, ownerName: "Bob" });
    });

    it("gives a property its new owner's name when both change in one unit", async () => {
      world.putOwner(ada, "Ada");
      world.putOwner(bob, "Bob");
      world.putProperty(house, ada);
      await world.commit({ properties: [house] });
      world.putOwner(bob, "Robert");
      world.putProperty(house, bob);
      await world.commit({ owners: [bob], properties: [house] });
      expect(await accountOf(house)).toMatchObject({ ownerId: bob, ownerName: "Robert" });
    });

    it("keeps ids of every kind apart and gives them back", async () => {
      for (const id of idsOfEveryKind) {
        world.putProperty(id);
        world.source.payments.put({ ...paymentOf(completedPayment(id, house)), propertyId: reference(id) });
      }
      await world.commit({ payments: idsOfEveryKind, properties: idsOfEveryKind });
      const rows = await subject.rows();
      expect(rows.map(({ sourceId }) => sourceId).sort()).toEqual([...idsOfEveryKind].sort());
      expect(rows.every((row) => row.propertyId === row.sourceId)).toBe(true);
      expect(await world.commit({ payments: idsOfEveryKind, properties: idsOfEveryKind })).toMatchObject({
        kind: "unchanged",
      });
    });

    it("posts on the day that the source says, also before 1970", async () => {
      world.putProperty(house);
      world.putPayment(rent, house, { paymentDate: date(-86_400_000) });
      await world.commit({ payments: [rent] });
      expect(await rowOf(incomeRowId(rent))).toMatchObject({ occurredAt: -86_400_000 });
    });
  });
};
