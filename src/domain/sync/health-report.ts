import type { Check } from "../consistency/check.ts";
import type { Health } from "./health.ts";
import type { SyncStatus } from "./sync-status.ts";

/** The verdict and what it rests on. */
export type HealthReport = {
  readonly health: Health;
  readonly status: SyncStatus;
  readonly checkedAt: number;
  /** The newest complete check; null = there is none. */
  readonly check: Check | null;
};
