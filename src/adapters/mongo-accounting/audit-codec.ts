import { BSON, type Db, type Document, type Filter, type Long } from "mongodb";
import type { AuditLine } from "../../domain/audit/audit-line.ts";
import type { StoredLine } from "../../domain/audit/verify-chain.ts";
import { collectionNames } from "./collections.ts";
import { exactNumbers, longOf } from "./long.ts";
import { msOf } from "./tampered.ts";

export type AuditDocument = Document & { readonly _id: Long };

export const auditCollection = (db: Db) => db.collection<AuditDocument>(collectionNames.audit, exactNumbers);

/** A filter for whatever may stand there. */
export const anyFilter = (query: Document): Filter<AuditDocument> =>
  // Safe: the driver types `_id` as what the service writes.
  query as Filter<AuditDocument>;

/** Lines of the trail and nothing that somebody has put beside them: the operator stays within numbers. */
export const auditFilter = (query: Document): Filter<AuditDocument> =>
  anyFilter({ $and: [{ _id: { $gt: longOf(0n) } }, query] });

/** The line's `_id` is its `seq`: unique among all instances without a second index. */
export const documentOfAuditLine = ({ seq, at, ...line }: AuditLine): AuditDocument => ({
  _id: longOf(BigInt(seq)),
  at: new Date(at),
  operationId: line.operationId,
  actor: { id: line.actor.id, roles: line.actor.roles },
  action: line.action,
  subject: line.subject,
  before: line.before,
  after: line.after,
  outcome: line.outcome,
  code: line.code,
  requestId: line.requestId,
  traceId: line.traceId,
  previousHash: line.previousHash,
  hash: line.hash,
});

/** Expects `exactNumbers` decoding and what `documentOfAuditLine` wrote. */
export const auditLineOf = ({ _id, at, ...line }: Document): AuditLine =>
  // Safe: the other fields are stored under the names they have in a line.
  ({ ...line, seq: Number(_id), at: msOf(at) }) as AuditLine;

/** Whatever stands there, also when it is no line: a field more, fewer or of another type makes it none. */
export const storedLineOf = (document: Document): StoredLine => {
  const seq = Number(document._id);
  try {
    const line = auditLineOf(document);
    return { seq, line: isWrittenAs(document, documentOfAuditLine(line)) ? line : null };
  } catch {
    return { seq, line: null };
  }
};

const isWrittenAs = (found: Document, written: Document): boolean =>
  Buffer.compare(BSON.serialize(found), BSON.serialize(written)) === 0;
