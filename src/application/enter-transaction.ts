import type { Id } from "../domain/ids.ts";
import type { Direction, RowType } from "../domain/ledger/row.ts";

/** An accountant's entry, as it came over the wire and was parsed. */
export type ManualEntry = {
  readonly propertyId: Id;
  readonly type: RowType;
  /** Decimal string in major units, > 0, with no more decimals than the currency has. */
  readonly amount: string;
  readonly currency: string;
  readonly description: string;
  /** Milliseconds since the epoch; null = now. */
  readonly occurredAt: number | null;
  readonly category: string | null;
  readonly referenceNumber: string | null;
  readonly paymentMethod: string | null;
  readonly recipientType: string | null;
  readonly notes: string | null;
  /** For `other` only, and there required. */
  readonly direction: Direction | null;
  /** Entering twice under one key enters once. */
  readonly idempotencyKey: string;
};
