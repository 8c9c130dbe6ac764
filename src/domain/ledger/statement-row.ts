import type { LedgerRow } from "./row.ts";

/** A row in its account's list, newest first by `occurredAt` and row id. */
export type StatementRow = LedgerRow & {
  /** The account's balance in the row's currency when this row and every older one counts, whatever the list leaves out. Minor units. */
  readonly runningBalanceMinor: bigint;
};
