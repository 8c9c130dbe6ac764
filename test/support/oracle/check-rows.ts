import type { Db, Document } from "mongodb";
import { keyOf } from "./bson-values.ts";
import { expectedRows, type OracleRules } from "./expected-rows.ts";
import type { Report } from "./report.ts";
import { sourceDocuments } from "./source-documents.ts";
import { factsOfStoredRow, keyOfStoredRow, storedDocuments } from "./stored-ledger.ts";
import { addToTotals, createTotalsByProperty, type Totals, textOfTotals } from "./totals.ts";

export type CheckedRows = {
  readonly totals: ReturnType<typeof createTotalsByProperty>;
  /** Payments that exist and are malformed: their rows stay as they were. */
  readonly malformed: ReadonlySet<string>;
};

/** Complete, sound, conserved: exactly the posted payments have posted rows, to the cent and per currency. */
export const checkRows = async (main: Db, accounting: Db, rules: OracleRules, report: Report): Promise<CheckedRows> => {
  const due = await readDue(main, rules);
  const totals = createTotalsByProperty();
  const booked: Totals = {};
  for await (const row of storedDocuments(accounting, "transactions")) {
    if (row.status !== "posted") continue;
    totals.add(row);
    if (row.origin === "manual" || due.malformed.has(keyOf(row.source.id))) continue;
    addToTotals(booked, row);
    checkRow(row, due.rows, report);
    due.rows.delete(keyOfStoredRow(row));
  }
  for (const key of due.rows.keys()) report(`${key} is posted in the source and has no posted row`);
  const [shall, tells] = [textOfTotals(due.totals), textOfTotals(booked)];
  if (shall !== tells) report(`due are ${shall}; booked are ${tells}`);
  return { totals, malformed: due.malformed };
};

type Due = { readonly rows: Map<string, string>; readonly malformed: ReadonlySet<string>; readonly totals: Totals };

/** What the source's payments say, as texts: a million of them must fit into memory. */
const readDue = async (main: Db, rules: OracleRules): Promise<Due> => {
  const rows = new Map<string, string>();
  const malformed = new Set<string>();
  const totals: Totals = {};
  for await (const { id, document } of sourceDocuments(main, "payments")) {
    const expected = document === null ? null : expectedRows(document, rules);
    if (expected === null) malformed.add(id);
    for (const { key, facts } of expected ?? []) {
      rows.set(key, textOfFacts(facts));
      addToTotals(totals, { ...facts, amountMinor: BigInt(facts.amount), direction: facts.type === "income" ? 1 : -1 });
    }
  }
  return { rows, malformed, totals };
};

const checkRow = (row: Document, due: ReadonlyMap<string, string>, report: Report): void => {
  const expected = due.get(keyOfStoredRow(row));
  const found = textOfFacts(factsOfStoredRow(row));
  if (expected === undefined) report(`${row._id} is posted, its payment is not`);
  else if (found !== expected) report(`${row._id} says ${found}; its payment says ${expected}`);
  if (row.direction !== (row.type === "income" ? 1 : -1)) report(`${row._id} has the wrong sign`);
};

const textOfFacts = (facts: object): string =>
  JSON.stringify(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)));
