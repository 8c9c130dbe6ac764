import type { Db, Document } from "mongodb";
import type { AuditFilter, AuditTrail } from "../../application/ports/audit-trail.ts";
import type { Hash } from "../../domain/audit/audit-chain.ts";
import { type AuditEntry, type AuditLine, isIntention } from "../../domain/audit/audit-line.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { appendAlone } from "./append-audit.ts";
import { anyFilter, auditCollection, auditFilter, auditLineOf, storedLineOf } from "./audit-codec.ts";
import { stateCollection, stateIds } from "./collections.ts";
import { keysOfCursor, listName } from "./cursor.ts";
import { committed } from "./long.ts";
import { pageOf } from "./page.ts";

const uncertainMax = 1_000;

/** The trail in `sync_audit`, the note of its newest line in `sync_state`. */
export const createMongoAuditTrail = (db: Db, hash: Hash): AuditTrail => {
  const lines = auditCollection(db);
  /** First places of lines of which it is not known whether they were written, by operation; at most `uncertainMax`. */
  const uncertain = new Map<string, number>();
  // One after the other: lines of one process need not run into each other.
  let last: Promise<unknown> = Promise.resolve();
  const append = async (entry: AuditEntry): Promise<AuditLine> => {
    const key = `${entry.operationId} ${isIntention(entry)}`;
    const onTrying = (seq: number): void => {
      if (uncertain.size >= uncertainMax) uncertain.clear();
      uncertain.set(key, seq);
    };
    const line = await appendAlone(db, entry, { hash, from: uncertain.get(key) ?? null, onTrying });
    uncertain.delete(key);
    return line;
  };
  return {
    append: (entry) => {
      const done = last.then(() => translated("accounting", () => append(entry)));
      last = done.catch(() => undefined);
      return done;
    },
    list: (filter, { limit, cursor }) =>
      translated("accounting", async () => {
        const list = listName("audit", filter);
        const older = cursor === null ? {} : { _id: { $lt: keysOfCursor(cursor, list)[0] } };
        const find = lines.find(auditFilter({ ...auditQuery(filter), ...older }), committed).sort({ _id: -1 });
        const documents = await find.limit(limit + 1).toArray();
        return pageOf(documents, { list, limit, toItem: auditLineOf, keysOf: ({ _id }) => [_id] });
      }),
    stored: (after, limit) =>
      translated("accounting", async () => {
        const find = lines.find(numbersAbove(after), committed).sort({ _id: 1 });
        return (await find.limit(limit).toArray()).map(storedLineOf);
      }),
    strays: () => translated("accounting", () => lines.countDocuments(noNumbers)),
    head: () =>
      translated("accounting", async () => {
        const note: Document | null = await stateCollection(db).findOne({ _id: stateIds.audit }, committed);
        return note === null ? null : { seq: Number(note.seq), hash: note.hash };
      }),
  };
};

const noNumbers = anyFilter({ _id: { $not: { $type: "number" } } });

const numbersAbove = (after: number | null) =>
  anyFilter(after === null ? { _id: { $type: "number" } } : { _id: { $gt: after } });

const auditQuery = ({ actor, action, from, to }: AuditFilter): Document => ({
  ...(actor === null ? {} : { "actor.id": actor }),
  ...(action === null ? {} : { action }),
  ...(from === null && to === null ? {} : { at: { ...bound("$gte", from), ...bound("$lt", to) } }),
});

const bound = (operator: string, ms: number | null): Document => (ms === null ? {} : { [operator]: new Date(ms) });
