import type { ClusterTime } from "../cluster-time.ts";
import type { Id, RowId } from "../ids.ts";
import type { Currency } from "../money/currency.ts";
import type { Minor } from "../money/money.ts";

export type RowType = "income" | "expense" | "owner_payout" | "repair" | "maintenance" | "other";
export type Direction = 1 | -1;

/** The sign a row's type gives its amount in the balance; `other` says it itself. */
export const directionOfType: Readonly<Record<Exclude<RowType, "other">, Direction>> = {
  income: 1,
  expense: -1,
  owner_payout: -1,
  repair: -1,
  maintenance: -1,
};

/** What a row says, as the source (or an accountant) states it: the part that is compared. */
export type RowFacts = {
  readonly id: RowId;
  readonly propertyId: Id;
  readonly companyId: Id | null;
  readonly type: RowType;
  readonly direction: Direction;
  /** Minor units, > 0; the sign is `direction`. */
  readonly amountMinor: Minor;
  readonly currency: Currency;
  /** Digits after the decimal point of `currency`. */
  readonly exponent: number;
  /** Milliseconds since the epoch. */
  readonly occurredAt: number;
  readonly description: string | null;
  readonly category: string | null;
  readonly referenceNumber: string | null;
  readonly paymentMethod: string | null;
  readonly recipientType: string | null;
  readonly notes: string | null;
  readonly processedBy: string | null;
  /** The source payment; null on manual rows. */
  readonly sourceId: Id | null;
  /** The source's exact amount in major units, only when it was rounded. */
  readonly amountSource: string | null;
};

/** One ledger entry. Rows are never erased: a void row is the tombstone that keeps older news from reviving it. */
export type LedgerRow = RowFacts & {
  readonly status: "posted" | "void";
  readonly origin: "sync" | "manual";
  readonly voidReason: string | null;
  readonly voidedBy: string | null;
  /** The source's cluster time that this state shows. */
  readonly asOf: ClusterTime;
  /** `seq` of the row's newest journal line; that line names the one before it. */
  readonly journalSeq: bigint;
  readonly postedAt: number;
  readonly updatedAt: number;
};

const comparedFields = [
  "amountMinor",
  "propertyId",
  "currency",
  "occurredAt",
  "direction",
  "type",
  "description",
  "category",
  "referenceNumber",
  "paymentMethod",
  "notes",
  "processedBy",
  "companyId",
  "recipientType",
  "amountSource",
  "exponent",
] as const satisfies readonly (keyof RowFacts)[];

export type ComparedField = (typeof comparedFields)[number];

/** The fields in which two states of one row differ, most important first; empty when they say the same. */
export const differingFields = (before: RowFacts, after: RowFacts): readonly ComparedField[] =>
  comparedFields.filter((field) => before[field] !== after[field]);

/** The same question where only yes or no matters: the hot path of an unchanged full sync. */
export const saysTheSame = (before: RowFacts, after: RowFacts): boolean =>
  comparedFields.every((field) => before[field] === after[field]);
