import type { RowId } from "../../../src/domain/ids.ts";
import type { JournalLine } from "../../../src/domain/ledger/journal-line.ts";
import type { LedgerRow } from "../../../src/domain/ledger/row.ts";
import type { Books, Objections } from "./books.ts";

/** Follows the journal line by line and knows what every row must say by it. */
export type JournalFold = {
  /** Reads the lines that have come since the last time, then compares the rows. */
  check(journal: readonly JournalLine[], books: Books): Objections;
};

type Told = { readonly seq: bigint; readonly state: Partial<LedgerRow>; readonly endings: number };

export const createJournalFold = (): JournalFold => {
  const told = new Map<RowId, Told>();
  let read = 0;
  const follow = (line: JournalLine): Objections => {
    const before = told.get(line.rowId);
    const state = { ...before?.state, ...line.after };
    const isEnding = line.change === "voided" && state.status === "void";
    told.set(line.rowId, { seq: line.seq, state, endings: (before?.endings ?? 0) + (isEnding ? 1 : 0) });
    const objections: string[] = [];
    read += 1;
    if (line.seq !== BigInt(read)) objections.push(`line ${read} of the journal has seq ${line.seq}`);
    if (line.previousSeq !== (before?.seq ?? null))
      objections.push(`line ${line.seq} names ${line.previousSeq} as the row's last`);
    if ((line.before === null) !== (before === undefined)) objections.push(`line ${line.seq} has a wrong beginning`);
    return objections;
  };
  return {
    check: (journal, { rows }) => {
      const objections = journal.slice(read).flatMap(follow);
      for (const [rowId, { seq, state, endings }] of told) {
        const row = rows.get(rowId);
        if (row === undefined) objections.push(`the journal tells of row ${rowId}, which is not there`);
        else if (row.journalSeq !== seq || !saysAll(row, state))
          objections.push(`row ${rowId} is not what the journal tells`);
        if (row?.origin === "manual" && endings > 1) objections.push(`entry ${rowId} was reversed ${endings} times`);
      }
      if (told.size !== rows.size) objections.push(`the journal tells of ${told.size} rows, there are ${rows.size}`);
      return objections;
    },
  };
};

const saysAll = (row: LedgerRow, state: Partial<LedgerRow>): boolean =>
  // Safe: the names of a state's fields are names of a row's.
  (Object.keys(state) as (keyof LedgerRow)[]).every((field) => row[field] === state[field]);
