import type { Db, Document } from "mongodb";
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
  const expected = new Map<string, string>();
  const malformed = new Set<string>();
  const due: Totals = {};
  for await (const { id, document } of sourceDocuments(main, "payments")) {
    const rows = document === null ? null : expectedRows(document, rules);
    if (rows === null) malformed.add(id);
    for (const { key, facts } of rows ?? []) {
      expected.set(key, textOfFacts(facts));
      addToTotals(due, { ...facts, amountMinor: BigInt(facts.amount), direction: facts.type === "income" ? 1 : -1 });
    }
  }
  const totals = createTotalsByProperty();
  const booked: Totals = {};
  for await (const row of storedDocuments(accounting, "transactions")) {
    if (row.status === "posted") totals.add(row);
    if (row.origin === "manual") continue;
    const key = keyOfStoredRow(row);
    if (malformed.has(key.slice(0, key.lastIndexOf("/")))) continue;
    if (row.status === "posted") addToTotals(booked, row);
    checkRow(row, expected.get(key), report);
    if (row.status === "posted") expected.delete(key);
  }
  for (const key of expected.keys()) report(`${key} is posted in the source and has no posted row`);
  if (textOfTotals(due) !== textOfTotals(booked))
    report(`due are ${textOfTotals(due)}; booked are ${textOfTotals(booked)}`);
  return { totals, malformed };
};

const checkRow = (row: Document, expected: string | undefined, report: Report): void => {
  if (row.status !== "posted") return;
  if (expected === undefined) return report(`${row._id} is posted, its payment is not`);
  const found = textOfFacts(factsOfStoredRow(row));
  if (found !== expected) report(`${row._id} says ${found}; its payment says ${expected}`);
  if (row.direction !== (row.type === "income" ? 1 : -1)) report(`${row._id} has the wrong sign`);
};

const textOfFacts = (facts: object): string =>
  JSON.stringify(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)));
