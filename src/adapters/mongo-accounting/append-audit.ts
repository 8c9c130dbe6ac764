import { type Db, MongoServerError } from "mongodb";
import { type AuditHead, chained, chainStart, type Hash } from "../../domain/audit/audit-chain.ts";
import { type AuditEntry, type AuditLine, isIntention } from "../../domain/audit/audit-line.ts";
import type { Writing } from "./advance-checkpoint.ts";
import { auditCollection, auditFilter, auditLineOf, documentOfAuditLine } from "./audit-codec.ts";
import { stateCollection, stateIds } from "./collections.ts";
import { longOf } from "./long.ts";
import { isDuplicateKey } from "./transaction.ts";

const majority = { writeConcern: { w: "majority" } } as const;

/** What the trail's newest line is; the lines themselves say it, the note beside them may be behind. */
const newestOf = async (db: Db, options: Partial<Pick<Writing, "session">> = {}): Promise<AuditHead> => {
  const find = auditCollection(db).find(auditFilter({}), { ...options, projection: { hash: 1 } });
  const [newest] = await find.sort({ _id: -1 }).limit(1).toArray();
  return newest === undefined ? chainStart : { seq: Number(newest._id), hash: newest.hash };
};

/** Adds a line inside a transaction. Meets a write conflict where another instance adds one at the same time. */
export const appendInside = async ({ db, session }: Writing, entry: AuditEntry, hash: Hash): Promise<void> => {
  const line = chained(entry, await newestOf(db, { session }), hash);
  await auditCollection(db).insertOne(documentOfAuditLine(line), { session });
  await noteHead(db, line, { session });
};

/**
 * Adds a line by itself. No transaction: one whose process is killed in it would hold up everybody's lines for a minute. The
 * unique `_id` decides between instances; the note of the newest line follows. `from` = the first place where an earlier
 * attempt may have left this very line; null = there was none.
 */
export const appendAlone = async (
  db: Db,
  entry: AuditEntry,
  {
    hash,
    from,
    onTrying,
  }: { readonly hash: Hash; readonly from: number | null; readonly onTrying: (seq: number) => void },
): Promise<AuditLine> => {
  let first = from;
  for (;;) {
    const own = first === null ? null : await ownLine(db, entry, first);
    if (own !== null) return noted(db, own);
    const line = chained(entry, await newestOf(db), hash);
    first ??= line.seq;
    onTrying(first);
    try {
      await auditCollection(db).insertOne(documentOfAuditLine(line), majority);
      return await noted(db, line);
    } catch (error) {
      // Somebody's line has come first, or this one itself by an attempt whose reply was lost.
      if (!isDuplicateKey(error)) throw error;
    }
  }
};

const noted = async (db: Db, line: AuditLine): Promise<AuditLine> => {
  await noteHead(db, line, majority);
  return line;
};

/** Never goes back: where a later line is noted already, nothing is to be done. */
const noteHead = async (db: Db, { seq, hash }: AuditLine, options: object): Promise<void> => {
  const place = longOf(BigInt(seq));
  const filter = { _id: stateIds.audit, seq: { $lt: place } };
  await stateCollection(db).updateOne(filter, { $set: { seq: place, hash } }, options);
};

const ownLine = async (db: Db, entry: AuditEntry, from: number): Promise<AuditLine | null> => {
  const ofOperation = { _id: { $gte: longOf(BigInt(from)) }, operationId: entry.operationId };
  const found = await auditCollection(db).find(auditFilter(ofOperation)).toArray();
  return found.map(auditLineOf).find((line) => isIntention(line) === isIntention(entry)) ?? null;
};

/** Another writer came between reading and writing: nothing was written, and at once it may be tried again. */
export const isContention = (error: unknown): boolean =>
  isDuplicateKey(error) || (error instanceof MongoServerError && error.code === writeConflict);

const writeConflict = 112;
