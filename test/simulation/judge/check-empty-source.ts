import type { SourceBook } from "../world/source-book.ts";
import type { Evidence, Objections, Step } from "./books.ts";

/** Event number at which each run was ordered. */
export type RunsBegun = ReadonlyMap<string, number>;

/** A run that found the source empty takes nothing back unless a person has confirmed it. */
export const checkEmptySource = (step: Step, { store, book }: Evidence, begun: RunsBegun): Objections => {
  const { commit } = step;
  if (commit?.kind !== "reconcile" || commit.cause.kind !== "run") return [];
  const run = store.runs.get(commit.cause.runId)?.run;
  const since = begun.get(commit.cause.runId);
  if (run === undefined || run.confirmed || since === undefined) return [];
  const objections: string[] = [];
  if (wasEmptySince(book, "payments", since) && takesRowsBack(step))
    objections.push(`run ${run.id} voided rows while the source had no payments, and nobody had confirmed it`);
  if (wasEmptySince(book, "properties", since) && archives(step))
    objections.push(`run ${run.id} archived heads while the source had no properties, and nobody had confirmed it`);
  return objections;
};

const wasEmptySince = (book: SourceBook, collection: "payments" | "properties", seq: number): boolean =>
  book.emptySince[collection] <= seq;

const takesRowsBack = ({ before, after }: Step): boolean =>
  [...after.rows].some(([id, row]) => row.status === "void" && before.rows.get(id)?.status === "posted");

const archives = ({ before, after }: Step): boolean =>
  [...after.accounts].some(([id, { status }]) => status === "archived" && before.accounts.get(id)?.status === "active");
