import type { AuditHead } from "../../domain/audit/audit-chain.ts";
import type { AuditEntry, AuditLine } from "../../domain/audit/audit-line.ts";
import type { StoredLine } from "../../domain/audit/verify-chain.ts";
import type { Page, PageRequest } from "./ledger-reader.ts";

export type AuditFilter = {
  readonly actor: string | null;
  readonly action: string | null;
  /** Milliseconds since the epoch, inclusive and exclusive. */
  readonly from: number | null;
  readonly to: number | null;
};

/** Who did what: one chain of lines, whichever instance writes them. Lines are added and never changed. */
export type AuditTrail = {
  /**
   * Adds the entry behind the newest line. Safe to repeat: an operation has one intention and one outcome, and the line that is
   * there is answered.
   */
  append(entry: AuditEntry, signal: AbortSignal): Promise<AuditLine>;
  /** Newest first. A cursor of another filter is refused (`validation`). */
  list(filter: AuditFilter, page: PageRequest, signal: AbortSignal): Promise<Page<AuditLine>>;
  /** Whatever stands behind place `after` (null = from the first), in the order of the places. */
  stored(after: number | null, limit: number, signal: AbortSignal): Promise<readonly StoredLine[]>;
  /** How many documents have no place in that order. */
  strays(signal: AbortSignal): Promise<number>;
  /** The note of the newest line that is kept beside the trail; null = it is gone. It may be some lines behind for a moment. */
  head(signal: AbortSignal): Promise<AuditHead | null>;
};
