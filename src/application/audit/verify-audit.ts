import type { AuditHead, Hash } from "../../domain/audit/audit-chain.ts";
import { type AuditVerdict, createChainWalk } from "../../domain/audit/verify-chain.ts";
import type { AuditTrail } from "../ports/audit-trail.ts";

/** Lines read together. */
const linesAtOnce = 1_000;

/** Reads the whole trail and says whether it is as it was written. `anchor`: a line that was noted elsewhere. */
export const verifyAudit = async (
  { audit, hash }: { readonly audit: AuditTrail; readonly hash: Hash },
  anchor: AuditHead | null,
  signal: AbortSignal,
): Promise<AuditVerdict> => {
  // First of all: what is added meanwhile stands behind it.
  const head = await audit.head(signal);
  const walk = createChainWalk(hash, { head, anchor, strays: await audit.strays(signal) });
  let after: number | null = null;
  for (;;) {
    const page: Awaited<ReturnType<AuditTrail["stored"]>> = await audit.stored(after, linesAtOnce, signal);
    for (const stored of page) walk.step(stored);
    const last = page.at(-1);
    if (last === undefined) return walk.end();
    after = last.seq;
  }
};
