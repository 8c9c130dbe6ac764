import type { ClusterTime } from "../cluster-time.ts";
import type { Id, RowId } from "../ids.ts";
import { type ComparedField, differingFields, type LedgerRow } from "./row.ts";

/** Why a row changed: the stream, a run (full sync, retry, fix) or a person. */
export type Cause =
  | { readonly kind: "stream" }
  | { readonly kind: "run"; readonly runId: string }
  | { readonly kind: "actor"; readonly actor: string };

export type RowChange = "posted" | "amended" | "voided" | "restored";

/** The part of a row that the journal keeps: what money depends on, and whatever else an amendment changed. */
export type JournalState = Partial<LedgerRow>;

/** One change of one row. Lines are append-only and `seq` has no gaps; merging a row's `after`s in order gives its present state. */
export type JournalLine = {
  readonly seq: bigint;
  /** The row's line before this one; null on its first. */
  readonly previousSeq: bigint | null;
  readonly at: number;
  readonly rowId: RowId;
  readonly propertyId: Id;
  readonly change: RowChange;
  readonly before: JournalState | null;
  readonly after: JournalState;
  readonly asOf: ClusterTime;
  readonly cause: Cause;
};

/** What money depends on: kept on every line that brings a row in, so that the journal alone can tell what a row is worth. */
const stateOf = (row: LedgerRow): JournalState => ({
  status: row.status,
  type: row.type,
  direction: row.direction,
  amountMinor: row.amountMinor,
  currency: row.currency,
  propertyId: row.propertyId,
  occurredAt: row.occurredAt,
});

/** `after.journalSeq` is the line's own `seq`. */
export const journalLine = (
  before: LedgerRow | null,
  after: LedgerRow,
  context: { readonly at: number; readonly cause: Cause },
): JournalLine => {
  const common = {
    seq: after.journalSeq,
    previousSeq: before?.journalSeq ?? null,
    at: context.at,
    rowId: after.id,
    propertyId: after.propertyId,
    asOf: after.asOf,
    cause: context.cause,
  };
  if (before === null) return { ...common, change: "posted", before: null, after: stateOf(after) };
  const fields = changedFields(before, after);
  return { ...common, change: changeOf(before, after), before: pick(before, fields), after: pick(after, fields) };
};

const changeOf = (before: LedgerRow, after: LedgerRow): RowChange => {
  if (before.status === after.status) return "amended";
  return after.status === "void" ? "voided" : "restored";
};

type Field = ComparedField | "status" | "voidReason" | "voidedBy";

const changedFields = (before: LedgerRow, after: LedgerRow): readonly Field[] => [
  ...(["status", "voidReason", "voidedBy"] as const).filter((field) => before[field] !== after[field]),
  ...differingFields(before, after),
];

const pick = (row: LedgerRow, fields: readonly Field[]): JournalState =>
  // Safe: built from the row's own fields, each under its own name.
  Object.fromEntries(fields.map((field) => [field, row[field]])) as JournalState;
