import { canonicalText } from "../canonical-text.ts";
import type { LedgerRow } from "../ledger/row.ts";
import type { Failure } from "../sync/failure.ts";
import type { Hash } from "./audit-chain.ts";
import type { AuditEntry, AuditFacts } from "./audit-line.ts";

/** A row's texts may be personal: the trail keeps what it was, not what it said. The digest is of everything a person can say of it. */
export const rowFacts = (row: LedgerRow, hash: Hash): AuditFacts => ({
  rowId: row.id,
  status: row.status,
  digest: rowDigest(row, hash),
});

/** SHA-256 over the row as canonical JSON, without what the service itself writes beside it. */
export const rowDigest = (row: LedgerRow, hash: Hash): string => {
  const { asOf: _, journalSeq: __, postedAt: ___, updatedAt: ____, ...said } = row;
  return hash(canonicalText(said));
};

/** The entry of an act on a row made by hand, once the act is decided. */
export const auditedRow = (entry: AuditEntry, before: LedgerRow | null, after: LedgerRow, hash: Hash): AuditEntry => ({
  ...entry,
  before: before === null ? null : rowFacts(before, hash),
  after: rowFacts(after, hash),
});

export const failureFacts = ({ state, code, attempts, resolution }: Failure): AuditFacts => ({
  state,
  code,
  attempts,
  ...(resolution === null ? {} : { resolution: { ...resolution } }),
});

/** The entry of a dismissal, once it is decided. */
export const auditedDismissal = (entry: AuditEntry, before: Failure | null, after: Failure): AuditEntry => ({
  ...entry,
  before: before === null ? null : failureFacts(before),
  after: failureFacts(after),
});
