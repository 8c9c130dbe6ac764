import { beforeEach, describe, expect, it } from "vitest";
import { type Id, incomeRowId, type RowId } from "../../src/domain/ids.ts";
import type { RowType } from "../../src/domain/ledger/row.ts";
import type { AccountingHarness } from "./accounting-harness.ts";
import { createLedgerWorld, entryOf, type LedgerWorld, manualRowId, usd, zwl } from "./ledger-world.ts";
import { objectId } from "./neutral-documents.ts";

const [house, flat, nowhere, rent] = [objectId(1), objectId(2), objectId(3), objectId(4)];

/** What accountants enter and reverse, and what a sync must leave alone. */
export const describeSinkManual = (subjectOf: () => AccountingHarness): void => {
  describe("manual entries", () => {
    let subject: AccountingHarness;
    let world: LedgerWorld;

    beforeEach(async () => {
      subject = subjectOf();
      world = createLedgerWorld(subject.sink);
      world.putProperty(house);
      world.putProperty(flat);
      world.putPayment(rent, house);
      await world.commit({ payments: [rent], properties: [house, flat] });
    });

    const enter = (...options: Parameters<typeof entryOf>) =>
      world.manual({ kind: "enter", facts: entryOf(...options) });
    const reverse = (rowId: RowId, propertyId: Id) =>
      world.manual({ kind: "reverse", rowId, propertyId, reason: "typed twice", actor: "eve" });
    const accountOf = async (id: Id) => (await subject.accounts()).find((account) => account.propertyId === id);
    const rowOf = async (id: RowId) => (await subject.rows()).find((row) => row.id === id);

    it("enters a row with its total and its journal line", async () => {
      const before = await subject.checkpoint();
      const result = await enter("roof", house);
      const row = {
        id: manualRowId("roof"),
        status: "posted",
        origin: "manual",
        type: "repair",
        direction: -1,
        amountMinor: 25_000n,
      };
      expect(result).toMatchObject({
        kind: "committed",
        checkpoint: { commitNo: before.commitNo + 1n },
        rowsChanged: 1,
        row,
      });
      expect(await rowOf(manualRowId("roof"))).toEqual(result.kind === "committed" ? result.row : null);
      expect((await accountOf(house))?.balances.get(usd)).toEqual({
        incomeMinor: 10_000n,
        expensesMinor: 25_000n,
        balanceMinor: -15_000n,
        rowCount: 2,
      });
      expect((await subject.journal()).at(-1)).toMatchObject({
        rowId: manualRowId("roof"),
        change: "posted",
        cause: { kind: "actor", actor: "accountant" },
      });
      const after = await subject.checkpoint();
      expect(after).toMatchObject({
        seq: before.seq + 1n,
        position: before.position,
        readFloor: before.readFloor,
        tally: before.tally,
      });
    });

    it("keeps all facts of an entry", async () => {
      await enter("roof", house, { currency: zwl });
      expect(await rowOf(manualRowId("roof"))).toMatchObject(entryOf("roof", house, { currency: zwl }));
    });

    it("gives each type its sign", async () => {
      const types: readonly RowType[] = ["income", "expense", "owner_payout", "repair", "maintenance", "other"];
      for (const type of types) await enter(type, flat, { type, amountMinor: 100n });
      expect((await accountOf(flat))?.balances.get(usd)).toEqual({
        incomeMinor: 200n,
        expensesMinor: 400n,
        balanceMinor: -200n,
        rowCount: 6,
      });
    });

    it("makes a reversed entry void, with reason and actor, and nets it to zero", async () => {
      await enter("roof", flat);
      const result = await reverse(manualRowId("roof"), flat);
      expect(result).toMatchObject({
        kind: "committed",
        row: { status: "void", voidReason: "typed twice", voidedBy: "eve" },
      });
      expect((await accountOf(flat))?.balances.size).toBe(0);
      expect((await subject.journal()).map(({ rowId, change }) => [rowId, change]).slice(-2)).toEqual([
        [manualRowId("roof"), "posted"],
        [manualRowId("roof"), "voided"],
      ]);
    });

    it.each([
      ["a second entry under the same id", "already_entered", () => enter("roof", house)],
      ["an entry in an account that does not exist", "account_not_found", () => enter("door", nowhere)],
      ["the reversal of a row that does not exist", "row_not_found", () => reverse(manualRowId("door"), house)],
      ["a reversal in another account", "row_not_found", () => reverse(manualRowId("roof"), flat)],
      ["the reversal of a payment's row", "not_manual", () => reverse(incomeRowId(rent), house)],
      ["a second reversal", "already_reversed", () => reverse(manualRowId("gate"), house)],
      ["an entry under the id of a reversed one", "already_entered", () => enter("gate", house)],
    ])("refuses %s and writes nothing", async (_, refusal, ask) => {
      await enter("roof", house);
      await enter("gate", house);
      await reverse(manualRowId("gate"), house);
      const before = [
        await subject.rows(),
        await subject.accounts(),
        await subject.journal(),
        await subject.checkpoint(),
      ];
      expect(await ask()).toMatchObject({ kind: "refused", refusal });
      expect([
        await subject.rows(),
        await subject.accounts(),
        await subject.journal(),
        await subject.checkpoint(),
      ]).toEqual(before);
    });

    it("shows the row in the way of a refused entry", async () => {
      await enter("roof", house);
      expect(await enter("roof", house)).toMatchObject({
        kind: "refused",
        row: { id: manualRowId("roof"), amountMinor: 25_000n },
      });
    });

    it("leaves a manual row as it is whatever the source does beside it, and counts it in every total", async () => {
      await enter("roof", house);
      const row = await rowOf(manualRowId("roof"));
      world.putPayment(rent, flat);
      await world.commit({ payments: [rent] });
      world.source.payments.delete(rent);
      world.source.properties.delete(house);
      await world.commit({ payments: [rent], properties: [house] });
      expect(await rowOf(manualRowId("roof"))).toEqual(row);
      expect(await accountOf(house)).toMatchObject({ status: "archived" });
      expect((await accountOf(house))?.balances.get(usd)?.balanceMinor).toBe(-25_000n);
    });

    it("can be entered and reversed in a stub and in an archived account", async () => {
      world.source.properties.delete(flat);
      world.putPayment(rent, nowhere);
      await world.commit({ properties: [flat], payments: [rent] });
      for (const id of [flat, nowhere]) {
        expect(await enter(`e${id}`, id)).toMatchObject({ kind: "committed" });
        expect(await reverse(manualRowId(`e${id}`), id)).toMatchObject({ kind: "committed" });
      }
    });
  });
};
