import type { AuditFilter, AuditTrail } from "../../application/ports/audit-trail.ts";
import { chained, type Hash } from "../../domain/audit/audit-chain.ts";
import { type AuditEntry, type AuditLine, isIntention } from "../../domain/audit/audit-line.ts";
import { frozenCopy } from "./frozen-copy.ts";
import type { LedgerStore } from "./ledger-store.ts";
import { pageOf } from "./page-of.ts";
import type { Step } from "./simulation-point.ts";

export const createMemoryAuditTrail = (store: LedgerStore, hash: Hash, step: Step): AuditTrail => ({
  append: (entry, signal) => step("audit.append", signal, () => appendAudit(store, entry, hash)),
  list: (filter, page, signal) =>
    step("audit.list", signal, () => {
      const items = store.audit.filter((line) => isAsked(line, filter));
      const keyOf = ({ seq }: AuditLine): number => seq;
      return pageOf({ items, keyOf, compare: (a, b) => b - a, question: ["audit", filter] }, page);
    }),
  stored: (after, limit, signal) =>
    step("audit.stored", signal, () =>
      store.audit
        .filter(({ seq }) => after === null || seq > after)
        .sort((a, b) => a.seq - b.seq)
        .slice(0, limit)
        .map((line) => ({ seq: line.seq, line })),
    ),
  strays: (signal) => step("audit.strays", signal, () => 0),
  head: (signal) => step("audit.head", signal, () => store.auditHead),
});

export const appendAudit = (store: LedgerStore, entry: AuditEntry, hash: Hash): AuditLine => {
  const known = store.audit.find((line) => isSameLine(line, entry));
  if (known !== undefined) return known;
  const line = frozenCopy(chained(entry, store.auditHead, hash));
  store.audit.push(line);
  store.auditHead = { seq: line.seq, hash: line.hash };
  return line;
};

const isSameLine = (line: AuditLine, entry: AuditEntry): boolean =>
  line.operationId === entry.operationId && isIntention(line) === isIntention(entry);

const isAsked = (line: AuditLine, { actor, action, from, to }: AuditFilter): boolean =>
  (actor === null || line.actor.id === actor) &&
  (action === null || line.action === action) &&
  (from === null || line.at >= from) &&
  (to === null || line.at < to);
