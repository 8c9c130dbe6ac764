import { formatClusterTime } from "../domain/cluster-time.ts";
import type { LedgerRow } from "../domain/ledger/row.ts";
import { moneyToWire } from "./money.ts";
import { timeToWire } from "./time.ts";
import type { WireTransaction } from "./transaction.ts";

/** A ledger row as an answer says it. */
export const transactionToWire = (row: LedgerRow): WireTransaction => ({
  id: row.id,
  propertyId: row.propertyId,
  companyId: row.companyId,
  type: row.type,
  status: row.status,
  origin: row.origin,
  direction: row.direction,
  amount: moneyToWire(row.amountMinor, row.currency),
  occurredAt: timeToWire(row.occurredAt),
  description: row.description,
  category: row.category,
  paymentId: row.sourceId,
  referenceNumber: row.referenceNumber,
  paymentMethod: row.paymentMethod,
  recipientType: row.recipientType,
  notes: row.notes,
  processedBy: row.processedBy,
  amountSource: row.amountSource,
  voidReason: row.voidReason,
  voidedBy: row.voidedBy,
  asOf: formatClusterTime(row.asOf),
  postedAt: timeToWire(row.postedAt),
  updatedAt: timeToWire(row.updatedAt),
});
