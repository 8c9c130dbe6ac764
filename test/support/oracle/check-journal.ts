import { type Db, type Document, Timestamp } from "mongodb";
import { storedCheckpoint } from "../settled.ts";
import type { Report } from "./report.ts";
import { storedDocuments } from "./stored-ledger.ts";

type Told = { readonly seq: bigint; readonly state: Document };

/** `seq` has no gap, each line names the row's line before it, and the lines of a row laid over each other give the row. */
export const checkJournal = async (accounting: Db, report: Report): Promise<void> => {
  const told = new Map<string, Told>();
  let last = 0n;
  for await (const line of storedDocuments(accounting, "journal")) {
    if (line.seq !== last + 1n || line._id !== line.seq) report(`journal line ${line.seq} follows ${last}`);
    last = line.seq;
    const before = told.get(line.rowId);
    if ((line.previousSeq ?? null) !== (before?.seq ?? null))
      report(`journal line ${line.seq} names ${line.previousSeq} as the one before it, which is ${before?.seq}`);
    checkBefore(line, before, report);
    told.set(line.rowId, { seq: line.seq, state: { ...before?.state, ...line.after } });
  }
  const checkpoint = await storedCheckpoint(accounting);
  if (checkpoint?.seq !== last) report(`the checkpoint counts ${checkpoint?.seq} journal lines of ${last}`);
  for await (const row of storedDocuments(accounting, "transactions")) {
    checkRow(row, told.get(row._id), report);
    told.delete(row._id);
  }
  for (const rowId of told.keys()) report(`the journal tells of ${rowId}, which is not there`);
};

/** What a line calls the state before it is what the lines before it say, as far as they say anything. */
const checkBefore = (line: Document, before: Told | undefined, report: Report): void => {
  if (before === undefined && line.change !== "posted") report(`journal line ${line.seq} begins with “${line.change}”`);
  for (const [field, value] of Object.entries(line.before ?? {})) {
    const known = before?.state[field];
    if (known !== undefined && textOf(known) !== textOf(value))
      report(`journal line ${line.seq} says ${field} was ${textOf(value)}, it was ${textOf(known)}`);
  }
};

const checkRow = (row: Document, told: Told | undefined, report: Report): void => {
  if (row.journalSeq !== told?.seq) report(`${row._id} names journal line ${row.journalSeq}, its last is ${told?.seq}`);
  for (const [field, value] of Object.entries(told?.state ?? {})) {
    if (textOf(row[field]) !== textOf(value))
      report(`${row._id} has ${field} ${textOf(row[field])}, its journal says ${textOf(value)}`);
  }
};

/** A field that a row lacks is null in its journal. */
const textOf = (value: unknown): string => {
  if (value instanceof Timestamp) return value.toString();
  return JSON.stringify(value ?? null, (_, part) => (typeof part === "bigint" ? `${part}` : part));
};
