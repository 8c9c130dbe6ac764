import { beforeEach, describe, expect, it } from "vitest";
import type { AccountingHarness } from "./accounting-harness.ts";
import { createLedgerWorld, entryOf, type LedgerWorld, usd } from "./ledger-world.ts";
import { objectId, ownerAmountField } from "./neutral-documents.ts";

const [house, rent, rent2] = [objectId(1), objectId(21), objectId(22)];

/** What the checkpoint keeps of amounts finer than the minor unit. */
export const describeSinkRounding = (subjectOf: () => AccountingHarness): void => {
  describe("rounding", () => {
    let subject: AccountingHarness;
    let world: LedgerWorld;

    beforeEach(() => {
      subject = subjectOf();
      world = createLedgerWorld(subject.sink);
      world.putProperty(house);
    });

    const kept = async () => {
      const { rounding, noiseTaken } = await subject.checkpoint();
      return { rounding, noiseTaken };
    };

    it("is kept with each commit: summed, shifted, forgotten with the last rounded row", async () => {
      expect(await kept()).toEqual({ rounding: [], noiseTaken: 0 });
      world.putPayment(rent, house, { amount: 33.333 });
      world.putPayment(rent2, house, { [ownerAmountField]: 283.3305 });
      await world.commit({ payments: [rent, rent2] });
      expect((await kept()).rounding).toEqual([{ currency: usd, rows: 2, residualMicroMinor: 350_000n }]);

      world.putPayment(rent, house, { amount: 66.667 });
      await world.commit({ payments: [rent] });
      expect((await kept()).rounding).toEqual([{ currency: usd, rows: 2, residualMicroMinor: -250_000n }]);

      world.source.payments.delete(rent);
      world.putPayment(rent2, house, { amount: 283.33 });
      await world.commit({ payments: [rent, rent2] });
      expect((await kept()).rounding).toEqual([]);
    });

    it("is neither counted twice by a unit that comes again nor moved by a dry run or an entry", async () => {
      world.putPayment(rent, house, { amount: 33.333 });
      const batch = await world.batch({ payments: [rent] });
      await world.send(batch);
      const once = await kept();
      expect(await world.send(batch)).toMatchObject({ kind: "already_committed", checkpoint: once });
      world.putPayment(rent, house, { amount: 66.667 });
      await world.commit({ payments: [rent] }, { dryRun: true });
      await world.manual({ kind: "enter", facts: entryOf("roof", house) });
      expect(await kept()).toEqual(once);
    });

    it("goes on for the next leader, with the noise that was taken", async () => {
      world.putPayment(rent, house, { amount: 0.1 + 0.2 });
      world.putPayment(rent2, house, { amount: 33.333 });
      await world.commit({ payments: [rent, rent2] });
      const successor = await subject.anotherSink();
      const expected = { rounding: [{ currency: usd, rows: 1, residualMicroMinor: 300_000n }], noiseTaken: 1 };
      expect(await successor.takeOver(2n, new AbortController().signal)).toMatchObject(expected);
      world.source.payments.delete(rent);
      await world.send(await world.batch({ payments: [rent] }, { epoch: 2n }), successor);
      expect(await kept()).toEqual(expected);
    });
  });
};
