import type { LedgerRow } from "../domain/ledger/row.ts";
import { csvLine } from "./csv.ts";
import type { WireTransaction } from "./transaction.ts";
import { transactionToWire } from "./transaction-to-wire.ts";

const columns = [
  "id",
  "occurredAt",
  "type",
  "status",
  "origin",
  "direction",
  "amount",
  "currency",
  "description",
  "category",
  "paymentId",
  "referenceNumber",
  "paymentMethod",
  "recipientType",
  "notes",
  "processedBy",
  "amountSource",
  "voidReason",
  "voidedBy",
  "propertyId",
  "companyId",
  "postedAt",
  "updatedAt",
] as const satisfies readonly (keyof WireTransaction | "currency")[];

/** The columns of a file of transactions; `amount` is always positive, `direction` is its sign. */
export const transactionCsvHead: string = csvLine(columns);

export const transactionToCsv = (row: LedgerRow): string => {
  const { amount, ...wire } = transactionToWire(row);
  const texts = { ...wire, ...amount };
  return csvLine(columns.map((column) => texts[column]));
};
