import type { StatementRow } from "../domain/ledger/statement-row.ts";
import { moneyToWire } from "./money.ts";
import type { WireListedTransaction } from "./transaction.ts";
import { transactionToWire } from "./transaction-to-wire.ts";

/** A row of an account's list as an answer says it. */
export const statementRowToWire = (row: StatementRow): WireListedTransaction => ({
  ...transactionToWire(row),
  runningBalance: moneyToWire(row.runningBalanceMinor, row.currency),
});
