import { beforeEach, describe, expect, it } from "vitest";
import type { RebuildBatch } from "../../src/application/ports/accounting-sink.ts";
import type { Id } from "../../src/domain/ids.ts";
import type { Account } from "../../src/domain/ledger/account.ts";
import { balancesOf, sameBalances } from "../../src/domain/ledger/balance.ts";
import { documentKey } from "../../src/domain/sync/failure.ts";
import type { AccountingHarness } from "./accounting-harness.ts";
import { createLedgerWorld, entryOf, type LedgerWorld, usd } from "./ledger-world.ts";
import { objectId } from "./neutral-documents.ts";

const [house, barn, mill] = [objectId(901), objectId(902), objectId(903)];
const { signal } = new AbortController();
let units = 0;

/** Totals are summed anew from rows, and nothing else is touched. */
export const describeSinkRebuild = (subjectOf: () => AccountingHarness): void => {
  describe("a rebuild of totals", () => {
    let world: LedgerWorld;

    const rebuild = (propertyIds: readonly Id[], change: Partial<RebuildBatch> = {}) => {
      units += 1;
      const cause = { kind: "run", runId: "r" } as const;
      const base = { token: `rebuild-${units}`, epoch: 1n, cause, at: 5_000 };
      return subjectOf().sink.commit({ ...base, kind: "rebuild", propertyIds, ...change }, signal);
    };
    const head = async (id: Id): Promise<Account | undefined> =>
      (await subjectOf().accounts()).find(({ propertyId }) => propertyId === id);
    const isSummed = async (id: Id): Promise<boolean> => {
      const rows = (await subjectOf().rows()).filter(({ propertyId }) => propertyId === id);
      return sameBalances((await head(id))?.balances ?? new Map(), balancesOf(rows));
    };
    const wrong = new Map([[usd, { incomeMinor: 5n, expensesMinor: 1n, balanceMinor: 4n, rowCount: 9 }]]);

    beforeEach(async () => {
      world = createLedgerWorld(subjectOf().sink);
      for (const id of [house, barn, mill]) world.putProperty(id);
      world.putPayment(objectId(1), house, { amount: 12.5 });
      world.putPayment(objectId(2), house, { amount: 3, currency: "ZWL" });
      world.putPayment(objectId(3), barn, { amount: 7 });
      const payments = [1, 2, 3].map(objectId);
      await world.commit({ payments, properties: [house, barn, mill] });
      await world.manual({ kind: "enter", facts: entryOf("roof", house) });
    });

    it("changes nothing where the totals are right", async () => {
      const before = [await subjectOf().accounts(), await subjectOf().checkpoint()];
      expect(await rebuild([house, barn, mill])).toMatchObject({ kind: "unchanged", outcomes: { unchanged: 3 } });
      expect([await subjectOf().accounts(), await subjectOf().checkpoint()]).toEqual(before);
    });

    it("mends wrong totals, those of an account without rows too, and leaves rows and journal alone", async () => {
      for (const id of [house, mill]) await subjectOf().setBalances(id, wrong);
      const before = { rows: await subjectOf().rows(), journal: await subjectOf().journal() };
      const { commitNo, seq } = await subjectOf().checkpoint();
      const result = await rebuild([house, barn, mill]);
      expect(result).toMatchObject({ kind: "committed", rowsChanged: 0, outcomes: { applied: 2, unchanged: 1 } });
      expect("changedKeys" in result && result.changedKeys).toEqual(
        [house, mill].map((id) => documentKey("properties", id)),
      );
      for (const id of [house, barn, mill]) expect(await isSummed(id)).toBe(true);
      expect({ rows: await subjectOf().rows(), journal: await subjectOf().journal() }).toEqual(before);
      expect(await subjectOf().checkpoint()).toMatchObject({ commitNo: commitNo + 1n, seq });
    });

    it("keeps what a head says beside its totals", async () => {
      const told = await head(house);
      await subjectOf().setBalances(house, wrong);
      await rebuild([house]);
      expect(await head(house)).toEqual({ ...told, version: (told?.version ?? 0) + 1, updatedAt: 5_000 });
    });

    it("gives rows without a head one", async () => {
      await subjectOf().removeHead(barn);
      expect((await rebuild([barn, objectId(999)])).kind).toBe("committed");
      expect(await head(barn)).toMatchObject({ status: "stub", version: 1 });
      expect(await isSummed(barn)).toBe(true);
      expect(await head(objectId(999))).toBeUndefined();
    });

    it("is fenced, and made once, like every other unit", async () => {
      expect(await rebuild([house], { epoch: 0n })).toEqual({ kind: "fenced" });
      await subjectOf().setBalances(house, wrong);
      expect((await rebuild([house], { token: "once" })).kind).toBe("committed");
      expect((await rebuild([house], { token: "once" })).kind).toBe("already_committed");
      expect(await isSummed(house)).toBe(true);
    });
  });
};
