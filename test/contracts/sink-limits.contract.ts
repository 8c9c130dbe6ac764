import { beforeEach, describe, expect, it } from "vitest";
import { incomeRowId } from "../../src/domain/ids.ts";
import type { AccountingHarness } from "./accounting-harness.ts";
import { createLedgerWorld, entryOf, type LedgerWorld, usd } from "./ledger-world.ts";
import { objectId, ownerAmountField } from "./neutral-documents.ts";

const [house, flat] = [objectId(1), objectId(2)];
const [rent, rent2, rent3] = [objectId(21), objectId(22), objectId(23)];
const totalMax = 2n ** 63n - 1n;

/** Totals that no longer fit, and units that are only tried out. */
export const describeSinkLimits = (subjectOf: () => AccountingHarness): void => {
  describe("limits", () => {
    let subject: AccountingHarness;
    let world: LedgerWorld;

    beforeEach(async () => {
      subject = subjectOf();
      world = createLedgerWorld(subject.sink);
      for (const property of [house, flat]) world.putProperty(property);
      await world.commit({ properties: [house, flat] });
    });

    const statusOf = async (id: typeof rent) =>
      (await subject.rows()).find((row) => row.id === incomeRowId(id))?.status ?? null;
    const balance = async (id: typeof house) =>
      (await subject.accounts()).find(({ propertyId }) => propertyId === id)?.balances.get(usd);
    const enter = (name: string, amountMinor: bigint, type: "income" | "repair" = "income") =>
      world.manual({ kind: "enter", facts: entryOf(name, house, { type, amountMinor }) });
    const codes = async () =>
      (await subject.failures()).map(({ documentId, code, state }) => [documentId, code, state]);

    describe("an account whose totals have almost left 64 bits", () => {
      it("refuses the payment that would take them out, and nothing else of its unit", async () => {
        await enter("large", totalMax - 15_000n);
        for (const id of [rent, rent2]) world.putPayment(id, house);
        world.putPayment(rent3, flat);
        const result = await world.commit({ payments: [rent, rent2, rent3] }, { events: 3 });
        expect(result).toMatchObject({ kind: "committed", outcomes: { applied: 2, failed: 1 } });
        expect([await statusOf(rent), await statusOf(rent2), await statusOf(rent3)]).toEqual([
          "posted",
          null,
          "posted",
        ]);
        expect(await codes()).toEqual([[rent2, "total_out_of_range", "open"]]);
        expect((await balance(house))?.incomeMinor).toBe(totalMax - 5_000n);
      });

      it("takes a payment that just fits", async () => {
        await enter("large", totalMax - 10_000n);
        world.putPayment(rent, house);
        await world.commit({ payments: [rent] });
        expect((await balance(house))?.incomeMinor).toBe(totalMax);
        expect(await codes()).toEqual([]);
      });

      it("keeps the row of a payment that was amended beyond them, or moved into them, as it was", async () => {
        await enter("large", totalMax - 10_000n);
        world.putPayment(rent, house, { amount: 50 });
        world.putPayment(rent2, flat);
        await world.commit({ payments: [rent, rent2] });
        world.putPayment(rent, house, { amount: 200 });
        world.putPayment(rent2, house);
        expect(await world.commit({ payments: [rent, rent2] })).toMatchObject({
          outcomes: { failed: 2 },
          rowsChanged: 0,
        });
        expect((await balance(house))?.incomeMinor).toBe(totalMax - 5_000n);
        expect((await balance(flat))?.incomeMinor).toBe(10_000n);
      });

      it("refuses both roles of a payment when one of them does not fit", async () => {
        await enter("large", totalMax - 100n, "repair");
        world.useRules({ postingPolicy: "gross" });
        world.putPayment(rent, house, { [ownerAmountField]: 90 });
        expect(await world.commit({ payments: [rent] })).toMatchObject({ outcomes: { failed: 1 }, rowsChanged: 0 });
        expect(await codes()).toEqual([[rent, "total_out_of_range", "open"]]);
      });

      it("heals when there is room again", async () => {
        await enter("large", totalMax);
        const large = (await subject.rows())[0];
        world.putPayment(rent, house);
        await world.commit({ payments: [rent] });
        if (large === undefined) throw new Error("the entry has a row");
        const undo = { propertyId: house, rowId: large.id, reason: "typo", actor: "eve" };
        await world.manual({ kind: "reverse", ...undo });
        await world.commit({ payments: [rent] }, { isRetry: true });
        expect(await statusOf(rent)).toBe("posted");
        expect(await codes()).toEqual([[rent, "total_out_of_range", "resolved"]]);
      });

      it("refuses a manual entry as well", async () => {
        await enter("large", totalMax);
        const before = await subject.checkpoint();
        expect(await enter("small", 1n)).toMatchObject({ kind: "refused", refusal: "total_out_of_range", row: null });
        expect(await enter("expense", totalMax, "repair")).toMatchObject({ kind: "committed" });
        expect((await subject.checkpoint()).commitNo).toBe(before.commitNo + 1n);
      });
    });

    describe("a rehearsal", () => {
      it("says what would be and leaves everything as it was, position and numbers included", async () => {
        world.putPayment(rent, house);
        world.putPayment(rent2, house, { amount: "a lot" });
        const everything = async () => [
          await subject.rows(),
          await subject.accounts(),
          await subject.journal(),
          await subject.failures(),
          await subject.checkpoint(),
        ];
        const before = await everything();
        const position = { token: "p", clusterTime: world.source.now() };
        const batch = await world.batch({ payments: [rent, rent2] }, { events: 2, position });
        expect(await world.send({ ...batch, isRehearsal: true })).toMatchObject({
          kind: "planned",
          outcomes: { applied: 1, failed: 1 },
        });
        expect(await everything()).toEqual(before);
        expect(await world.send(batch)).toMatchObject({ kind: "committed", outcomes: { applied: 1, failed: 1 } });
      });
    });
  });
};
