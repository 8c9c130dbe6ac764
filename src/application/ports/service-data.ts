import type { ExpiredBefore } from "../../domain/sync/keeping.ts";

/** What the service has written down about its own work, beside the ledger. */
export type ServiceData = {
  /**
   * Removes what has expired, and answers how many documents that were: runs that are over, failures that were superseded or
   * replayed, commands, checks and fix plans with what belongs to them. Never anything of the ledger or its journal. Idempotent.
   */
  removeExpired(before: ExpiredBefore, signal: AbortSignal): Promise<number>;
};
