import type { RowId } from "../ids.ts";
import type { JournalLine, JournalState } from "../ledger/journal-line.ts";
import type { LedgerRow } from "../ledger/row.ts";
import type { Finding } from "./finding.ts";
import { findingOf } from "./rules.ts";

/** The part of a journal line that a row is compared with. */
export type JournalEntry = Pick<JournalLine, "seq" | "previousSeq" | "rowId" | "after">;

/** What the journal says about a row, gathered from its newest line backwards. */
export type JournalTale = {
  readonly state: JournalState;
  /** The line to read next; null when nothing more is needed. */
  readonly next: bigint | null;
  readonly lines: number;
};

export const beginTale = (row: LedgerRow): JournalTale => ({ state: {}, next: row.journalSeq, lines: 0 });

/** Adds the line that `next` asked for. A line of another row ends the tale: what lies before it is not this row's. */
export const continueTale = (tale: JournalTale, row: LedgerRow, line: JournalEntry | undefined): JournalTale => {
  if (line === undefined || line.rowId !== row.id) return { ...tale, next: null };
  const state = { ...line.after, ...tale.state };
  return { state, next: isWhole(state) ? null : line.previousSeq, lines: tale.lines + 1 };
};

/** Kept on every line that brings a row in: with these, older lines can say nothing new about money. */
const moneyFields = [
  "status",
  "type",
  "direction",
  "amountMinor",
  "currency",
  "propertyId",
  "occurredAt",
] as const satisfies readonly (keyof LedgerRow)[];

const isWhole = (state: JournalState): boolean => moneyFields.every((field) => state[field] !== undefined);

/** The row must be what its journal tells, as far as that tells anything; a row that no line tells of has come from elsewhere. */
export const compareJournal = (row: LedgerRow, { state, lines }: JournalTale): Finding | null => {
  if (lines === 0) return mismatch(row, "journalSeq", "a line of this row", `line ${row.journalSeq} is not`);
  for (const [field, value] of Object.entries(state)) {
    // Safe: a state is built from a row's own fields.
    const found = row[field as keyof LedgerRow];
    if (found !== value) return mismatch(row, field, String(value), String(found));
  }
  return null;
};

const mismatch = ({ id, propertyId }: LedgerRow, field: string, expected: string, found: string): Finding =>
  findingOf("journal_mismatch", { collection: "transactions", key: id, propertyId, field, expected, found });

/** The journal tells of a row that is not there. */
export const rowGone = (rowId: RowId): Finding =>
  findingOf("journal_mismatch", {
    collection: "transactions",
    key: rowId,
    propertyId: null,
    field: "",
    expected: "the row that the journal tells of",
    found: "missing",
  });

/** `seq` has no gaps: a number without a line is a line that was taken away. */
export const lineGone = (seq: bigint): Finding =>
  findingOf("journal_mismatch", {
    collection: "journal",
    key: String(seq),
    propertyId: null,
    field: "",
    expected: "a line",
    found: "missing",
  });
