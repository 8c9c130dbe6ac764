import type { Check } from "../../domain/consistency/check.ts";
import type { Finding, FindingRule } from "../../domain/consistency/finding.ts";
import type { Id } from "../../domain/ids.ts";
import type { Page, PageRequest } from "./ledger-reader.ts";

export type FindingFilter = { readonly rule: FindingRule | null; readonly propertyId: Id | null };

/** A finding and its number in its check, from 1 on without gaps. */
export type NumberedFinding = Finding & { readonly number: number };

/** Checks and what they found; both are kept for some months. Writes of checks are fenced by epoch. */
export type CheckStore = {
  /** Creates the check or replaces it whole. Idempotent. `fenced` when a newer epoch has written it. */
  save(check: Check, epoch: bigint, signal: AbortSignal): Promise<"saved" | "fenced">;
  get(id: string, signal: AbortSignal): Promise<Check | null>;
  /** The complete check that ended last. */
  latest(signal: AbortSignal): Promise<Check | null>;
  /** Rounds of the continuous verification that say they run, newest first. */
  unfinishedRounds(signal: AbortSignal): Promise<readonly Check[]>;
  /** Idempotent: a number that is there already stays as it is. */
  addFindings(checkId: string, findings: readonly NumberedFinding[], signal: AbortSignal): Promise<void>;
  /** By number. A cursor of another list is refused (`validation`). */
  findings(
    checkId: string,
    filter: FindingFilter,
    page: PageRequest,
    signal: AbortSignal,
  ): Promise<Page<NumberedFinding>>;
};
