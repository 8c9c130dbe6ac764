import { expect } from "vitest";
import type { RowId } from "../../src/domain/ids.ts";
import { balancesOf } from "../../src/domain/ledger/balance.ts";
import type { JournalLine } from "../../src/domain/ledger/journal-line.ts";
import type { LedgerRow } from "../../src/domain/ledger/row.ts";
import { addFailureCounts, isOpen, noFailures, shiftOfCounts } from "../../src/domain/sync/failure.ts";
import { addsUp } from "../../src/domain/sync/tally.ts";
import { expectedRounding } from "../support/expected-rounding.ts";
import type { AccountingHarness } from "./accounting-harness.ts";

/** What must hold after every commit, whatever was committed. */
export const expectSoundBooks = async (subject: AccountingHarness): Promise<void> => {
  const rows = await subject.rows();
  const journal = await subject.journal();
  const failures = await subject.failures();
  const checkpoint = await subject.checkpoint();
  await expectTotalsToEqualRows(subject, rows);
  expectJournalToTellRows(rows, journal);
  expect(checkpoint.seq).toBe(BigInt(journal.length));
  expect(addsUp(checkpoint.tally), JSON.stringify(checkpoint.tally)).toBe(true);
  expect(checkpoint.rounding).toEqual(expectedRounding(rows));
  expect(checkpoint.openFailures).toBe(failures.filter(isOpen).length);
  const shifts = failures.map((failure) => shiftOfCounts(null, failure));
  expect(checkpoint.failureCounts).toEqual(shifts.reduce(addFailureCounts, noFailures));
};

const expectTotalsToEqualRows = async (subject: AccountingHarness, rows: readonly LedgerRow[]): Promise<void> => {
  const accounts = await subject.accounts();
  for (const { propertyId, balances } of accounts) {
    expect(balances, propertyId).toEqual(balancesOf(rows.filter((row) => row.propertyId === propertyId)));
  }
  const known = new Set(accounts.map(({ propertyId }) => propertyId));
  expect(rows.filter((row) => !known.has(row.propertyId))).toEqual([]);
  expect(rows.filter((row) => row.amountMinor <= 0n)).toEqual([]);
};

/** `seq` has no gaps, each line names the row's line before it, and a row is what its lines say when laid over each other. */
const expectJournalToTellRows = (rows: readonly LedgerRow[], journal: readonly JournalLine[]): void => {
  expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, index) => BigInt(index + 1)));
  const told = new Map<RowId, { readonly seq: bigint; readonly state: Partial<LedgerRow> }>();
  for (const line of journal) {
    const before = told.get(line.rowId);
    expect(line.previousSeq).toBe(before?.seq ?? null);
    expect(line.before ?? {}).toEqual(before === undefined ? {} : pick(before.state, line.before ?? {}, line.after));
    told.set(line.rowId, { seq: line.seq, state: { ...before?.state, ...line.after } });
  }
  expect(told.size).toBe(rows.length);
  for (const row of rows) {
    const { seq, state } = told.get(row.id) ?? { seq: null, state: {} };
    expect(row.journalSeq).toBe(seq);
    expect(row).toMatchObject(state);
  }
};

/** A line's `before` as far as earlier lines can tell it; descriptive fields are kept only from their first amendment on. */
const pick = (known: Partial<LedgerRow>, before: Partial<LedgerRow>, after: Partial<LedgerRow>): Partial<LedgerRow> =>
  Object.fromEntries(
    Object.keys(after).map((field) => [field, field in known ? Reflect.get(known, field) : Reflect.get(before, field)]),
  );
