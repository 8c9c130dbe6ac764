import type { Document } from "mongodb";
import { documentOfAccount } from "../../../src/adapters/mongo-accounting/account-codec.ts";
import { documentOfJournalLine } from "../../../src/adapters/mongo-accounting/journal-codec.ts";
import { documentOfRow } from "../../../src/adapters/mongo-accounting/row-codec.ts";
import { paymentOf } from "../../../src/adapters/mongo-source/documents.ts";
import { createClusterTime } from "../../../src/domain/cluster-time.ts";
import { stubFacts } from "../../../src/domain/ledger/account.ts";
import { balancesOf } from "../../../src/domain/ledger/balance.ts";
import { journalLine } from "../../../src/domain/ledger/journal-line.ts";
import type { LedgerRow } from "../../../src/domain/ledger/row.ts";
import { currencyOf } from "../../../src/domain/money/currency.ts";
import { projectPayment } from "../../../src/domain/projection/project-payment.ts";
import { paymentDocument } from "../source/payment-document.ts";
import { paymentFacts } from "../source/payment-facts.ts";

const at = Date.UTC(2026, 0, 1);
const asOf = createClusterTime(at / 1_000, 1);

/** The very row that the service writes for payment number `index`, by the service's own mappers. */
const ledgerRow = (index: number): LedgerRow => {
  const defaultCurrency = currencyOf("USD");
  if (defaultCurrency === null) throw new Error("USD is unknown");
  const rules = { postingPolicy: "net", subMinor: "round", defaultCurrency } as const;
  const projection = projectPayment(paymentOf(paymentDocument(paymentFacts(index))), rules);
  const facts = projection.kind === "posted" ? projection.rows[0] : undefined;
  if (facts === undefined) throw new Error(`payment ${index} is not posted: ${JSON.stringify(projection)}`);
  const stamp = { asOf, journalSeq: BigInt(index + 1), postedAt: at, updatedAt: at };
  return { ...facts, ...stamp, status: "posted", origin: "sync", voidReason: null, voidedBy: null };
};

export const rowDocument = (index: number): Document & { _id: string } => {
  const row = ledgerRow(index);
  return { ...documentOfRow(row), _id: row.id };
};

/** A row with the head and the journal line that its commit writes besides. */
export const commitDocuments = (index: number) => {
  const row = ledgerRow(index);
  const names = { propertyName: "House 12", propertyAddress: "12 Enterprise Road, Harare", ownerName: "Rudo Moyo" };
  const stamp = { asOf, version: index + 1, createdAt: at, updatedAt: at };
  const account = { ...stubFacts, ...names, ...stamp, status: "active", balances: balancesOf([row]) } as const;
  return {
    row: rowDocument(index),
    head: documentOfAccount({ ...account, propertyId: row.propertyId }),
    line: documentOfJournalLine(journalLine(null, row, { at, cause: { kind: "stream" } })),
  };
};
