const dayMs = 24 * 60 * 60_000;

/** How long service data is kept after it is over; the ledger and its journal are kept for ever. Unit: days. */
export const keptDays = {
  /** Runs that are over. */
  runs: 180,
  /** Failures whose document has healed or is gone. A dismissed one stays for as long as its document is broken. */
  failures: 180,
  /** Commands given to an instance that did not lead. */
  commands: 1,
  /** Checks with their findings, and fix plans with their items. */
  checks: 90,
} as const;

export type KeptKind = keyof typeof keptDays;

/** What ended before these times has expired. Unit: ms since the epoch. */
export type ExpiredBefore = Readonly<Record<KeptKind, number>>;

export const expiredBefore = (now: number): ExpiredBefore => ({
  runs: now - keptDays.runs * dayMs,
  failures: now - keptDays.failures * dayMs,
  commands: now - keptDays.commands * dayMs,
  checks: now - keptDays.checks * dayMs,
});
