import {
  beginTale,
  compareJournal,
  continueTale,
  type JournalTale,
  lineGone,
  rowGone,
} from "../domain/consistency/compare-journal.ts";
import type { RowId } from "../domain/ids.ts";
import type { LedgerRow } from "../domain/ledger/row.ts";
import type { CheckNotes } from "./check-notes.ts";
import type { LedgerScanner } from "./ports/ledger-scanner.ts";
import { type RetryPorts, retryTransient } from "./retry-transient.ts";

export type JournalPorts = RetryPorts & { readonly scanner: LedgerScanner; readonly notes: CheckNotes };

/** Lines of one row that are followed back; a row that was amended more often is compared as far as these tell. */
const linesPerRowMax = 1_000;

/** Rows against what their journal tells, newest line first: lines are only ever added, so that no snapshot is needed. */
export const checkJournalOf = async (
  ports: JournalPorts,
  rows: readonly LedgerRow[],
  signal: AbortSignal,
): Promise<void> => {
  let open: readonly (readonly [LedgerRow, JournalTale])[] = rows.map((row) => [row, beginTale(row)]);
  let lines = 0;
  for (let round = 0; open.length > 0; round += 1) {
    const told = await readLines(ports, open, signal);
    lines += told.size;
    const longer: (readonly [LedgerRow, JournalTale])[] = [];
    for (const [row, tale] of open) {
      const next = continueTale(tale, row, tale.next === null ? undefined : told.get(tale.next));
      if (next.next !== null && round < linesPerRowMax) longer.push([row, next]);
      else await reportMismatch(ports, row, next);
    }
    open = longer;
  }
  ports.notes.looked({ journalLines: lines });
};

const readLines = async (
  { scanner, ...ports }: JournalPorts,
  open: readonly (readonly [LedgerRow, JournalTale])[],
  signal: AbortSignal,
) => {
  const seqs = open.flatMap(([, { next }]) => (next === null ? [] : next));
  const lines = await retryTransient(ports, () => scanner.journalLines(seqs, signal), signal);
  return new Map(lines.map((line) => [line.seq, line]));
};

const reportMismatch = async ({ notes }: JournalPorts, row: LedgerRow, tale: JournalTale): Promise<void> => {
  const finding = compareJournal(row, tale);
  if (finding !== null) await notes.report([finding]);
};

/** Numbers looked at together. */
const seqsAtOnce = 100_000n;

/** The journal by itself: no number is missing, and every row that it brought in is there. */
export const checkJournal = async (ports: JournalPorts, through: bigint, signal: AbortSignal): Promise<void> => {
  const { scanner, notes } = ports;
  await eachStretch(through, async (after, to) => {
    const gaps = await retryTransient(ports, () => scanner.journalGaps(after, to, signal), signal);
    await notes.report(gaps.map(lineGone));
  });
  const { rows, firstLines } = await retryTransient(ports, () => scanner.journalCounts(signal), signal);
  if (rows === firstLines && !mayHaveBalanced(notes)) return;
  await eachStretch(through, async (after, to) => {
    const gone = await retryTransient(ports, () => scanner.rowsGone(after, to, signal), signal);
    await notes.report(gone.filter((rowId) => isNews(notes, rowId)).map(rowGone));
  });
};

/** A row without a first line and a line without its row leave the numbers equal. */
const mayHaveBalanced = (notes: CheckNotes): boolean => {
  const { phantom_transaction, journal_mismatch } = notes.check().byRule;
  return phantom_transaction !== undefined || journal_mismatch !== undefined;
};

const isNews = (notes: CheckNotes, rowId: RowId): boolean => !notes.hasTold(rowId);

const eachStretch = async (through: bigint, work: (after: bigint, to: bigint) => Promise<void>): Promise<void> => {
  for (let after = 0n; after < through; after += seqsAtOnce) {
    const to = after + seqsAtOnce;
    await work(after, to < through ? to : through);
  }
};
