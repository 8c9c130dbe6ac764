import type { JournalLine, JournalState } from "../ledger/journal-line.ts";
import type { JournalEntry } from "./compare-journal.ts";
import type { Finding } from "./finding.ts";
import { findingOf } from "./rules.ts";

/** A line that changed a row: what it found there, beside what it left. */
export type JournalAmendment = JournalEntry & Pick<JournalLine, "propertyId"> & { readonly before: JournalState };

/** What a line says it found, and of which no older line has told yet. */
export type ChainLink = {
  readonly line: JournalAmendment;
  /** Fields of its `before` that are still to be met in an older line. */
  readonly open: readonly (keyof JournalState)[];
  /** The line to read next; null when nothing more is needed, or told. */
  readonly next: bigint | null;
};

// Safe: a state is built from a row's own fields.
const fieldsOf = (state: JournalState) => Object.keys(state) as (keyof JournalState)[];

export const beginLink = (line: JournalAmendment): ChainLink => ({
  line,
  open: fieldsOf(line.before),
  next: line.previousSeq,
});

/**
 * A line must have found what the line before it left: so a field that was altered in an old line is found though a later line has
 * overwritten it. Fields that no line tells of, since the first one keeps those of money alone, are passed over.
 */
export const followLink = (
  { line, open, next }: ChainLink,
  older: JournalEntry | undefined,
): { readonly link: ChainLink; readonly finding: Finding | null } => {
  const over = { line, open: [], next: null };
  // A number without a line is told of by itself.
  if (older === undefined) return { link: over, finding: null };
  if (older.rowId !== line.rowId)
    return {
      link: over,
      finding: broken(line, "previousSeq", `a line of ${line.rowId}`, `line ${next} of ${older.rowId}`),
    };
  for (const field of open) {
    const left = older.after[field];
    if (left !== undefined && left !== line.before[field])
      return { link: over, finding: broken(line, field, String(line.before[field]), String(left)) };
  }
  const still = open.filter((field) => older.after[field] === undefined);
  return { link: { line, open: still, next: still.length === 0 ? null : older.previousSeq }, finding: null };
};

const broken = ({ rowId, propertyId }: JournalAmendment, field: string, expected: string, found: string): Finding =>
  findingOf("journal_mismatch", { collection: "transactions", key: rowId, propertyId, field, expected, found });
