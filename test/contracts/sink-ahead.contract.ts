import { beforeEach, describe, expect, it } from "vitest";
import type { ReconcileBatch } from "../../src/application/ports/accounting-sink.ts";
import type { ClusterTime } from "../../src/domain/cluster-time.ts";
import { incomeRowId } from "../../src/domain/ids.ts";
import type { SourceKeys } from "../../src/domain/source/source-cut.ts";
import { documentKey } from "../../src/domain/sync/failure.ts";
import type { AccountingHarness } from "./accounting-harness.ts";
import { createLedgerWorld, type LedgerWorld } from "./ledger-world.ts";
import { objectId } from "./neutral-documents.ts";

const [house, rent, voided] = [objectId(1), objectId(21), objectId(22)];

/** A ledger that claims to show what the source has not reached: along the lane that cannot be, so that somebody else was at work. */
export const describeSinkAhead = (subjectOf: () => AccountingHarness): void => {
  describe("ahead of its source", () => {
    let subject: AccountingHarness;
    let world: LedgerWorld;

    beforeEach(() => {
      subject = subjectOf();
      world = createLedgerWorld(subject.sink);
      world.putProperty(house);
      world.putPayment(rent, house);
      world.putPayment(voided, house);
    });

    /** The unit of these keys as if it had been read at another time. */
    const batchAt = async (asOf: ClusterTime, keys: Partial<SourceKeys>): Promise<ReconcileBatch> => {
      const batch = await world.batch(keys);
      return { ...batch, cut: { ...batch.cut, asOf } };
    };
    const present = (): ClusterTime => world.source.now();
    // Safe: times are compared, and nothing else.
    const later = (): ClusterTime => (present() + 1_000n) as ClusterTime;
    const timesOf = async () =>
      new Set([...(await subject.rows()), ...(await subject.accounts())].map(({ asOf }) => asOf));

    it("rewrites rows and heads at the unit's time though they say what they must, and names their keys", async () => {
      await world.send(await batchAt(later(), { payments: [rent], properties: [house] }));
      const result = await world.commit({ payments: [rent], properties: [house] });
      const keys = [documentKey("payments", rent), documentKey("properties", house)];
      expect(result).toMatchObject({ kind: "committed", aheadKeys: keys, changedKeys: keys });
      expect(await timesOf()).toEqual(new Set([present()]));
      expect((await subject.checkpoint()).aheadCorrected).toBe(2);
    });

    it("rewrites a void row as well, and leaves it void", async () => {
      await world.commit({ payments: [voided], properties: [house] });
      world.source.payments.delete(voided);
      await world.send(await batchAt(later(), { payments: [voided] }));
      const result = await world.commit({ payments: [voided] });
      expect(result).toMatchObject({ aheadKeys: [documentKey("payments", voided), documentKey("properties", house)] });
      const row = (await subject.rows()).find(({ id }) => id === incomeRowId(voided));
      expect(row).toMatchObject({ status: "void", voidReason: "deleted", asOf: present() });
    });

    it("keeps totals and journal right while it rewrites", async () => {
      await world.send(await batchAt(later(), { payments: [rent], properties: [house] }));
      const [before] = await subject.accounts();
      await world.commit({ payments: [rent] });
      const [after] = await subject.accounts();
      expect(after?.balances).toEqual(before?.balances);
      expect((await subject.journal()).map(({ seq, previousSeq, change }) => [seq, previousSeq, change])).toEqual([
        [1n, null, "posted"],
        [2n, 1n, "amended"],
      ]);
    });

    it("names none of what is as old as the unit, or older, and writes nothing where it says the same", async () => {
      await world.commit({ payments: [rent], properties: [house] });
      const again = await world.commit({ payments: [rent], properties: [house] });
      expect(again.kind).toBe("unchanged");
      world.putPayment(rent, house, { amount: 7 });
      expect(await world.commit({ payments: [rent] })).toMatchObject({ kind: "committed", aheadKeys: [] });
      expect((await subject.checkpoint()).aheadCorrected).toBe(0);
    });
  });
};
