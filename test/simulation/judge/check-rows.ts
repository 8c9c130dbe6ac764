import { paymentIdOfRow } from "../../../src/domain/ids.ts";
import type { LedgerRow } from "../../../src/domain/ledger/row.ts";
import type { ProjectionRules } from "../../../src/domain/projection/projection.ts";
import { type SourceBook, specAt } from "../world/source-book.ts";
import type { Evidence, Objections, Step } from "./books.ts";
import { differenceOf, expectedRows } from "./expected-rows.ts";

/** A row that is written says what its payment said at the row's own time. */
export const checkRows = (step: Step, evidence: Evidence): Objections => {
  const objections: string[] = [];
  for (const [id, row] of step.after.rows) {
    const before = step.before.rows.get(id);
    if (before !== row) objections.push(...checkRow(before, row, step, evidence));
  }
  for (const id of step.before.rows.keys()) if (!step.after.rows.has(id)) objections.push(`row ${id} was erased`);
  return objections.concat(checkDryRun(step));
};

const checkRow = (before: LedgerRow | undefined, row: LedgerRow, step: Step, { book }: Evidence): Objections => {
  const { commit, rules } = step;
  if (commit === null) return [`row ${row.id} was written outside a commit`];
  if (commit.kind === "manual") return row.origin === "manual" ? [] : [`a manual request wrote row ${row.id} of sync`];
  if (commit.kind !== "reconcile") return [`a unit that touches no rows wrote row ${row.id}`];
  if (row.origin === "manual" || before?.origin === "manual") return [`sync wrote the manual row ${row.id}`];
  if (row.asOf !== commit.cut.asOf)
    return [`row ${row.id} of a unit read at ${commit.cut.asOf} is stamped ${row.asOf}`];
  return checkAgainstPayment(row, book, rules);
};

const checkAgainstPayment = (row: LedgerRow, book: SourceBook, rules: ProjectionRules): Objections => {
  const paymentId = paymentIdOfRow(row.id);
  if (paymentId === null) return [`row ${row.id} names no payment`];
  const expected = expectedRows(paymentId, specAt(book.payments, paymentId, row.asOf), rules);
  if (expected === "malformed") return [`row ${row.id} was written from a malformed payment`];
  const wanted = expected.find(({ id }) => id === row.id);
  if (row.status === "void")
    return wanted === undefined ? [] : [`row ${row.id} was voided while its payment is income`];
  if (wanted === undefined) return [`row ${row.id} was posted while its payment is no income`];
  const difference = differenceOf(row, wanted);
  return difference === null ? [] : [`row ${row.id} was written at ${row.asOf}: ${difference}`];
};

const checkDryRun = ({ before, after, commit }: Step): Objections => {
  const isDry = commit?.kind === "reconcile" && commit.dryRun;
  return isDry && before.lines !== after.lines ? ["a dry run wrote to the journal"] : [];
};
