import type { Check } from "../domain/consistency/check.ts";

/** How much of the main database the ledger is known to match, and how old that knowledge is. */
export type Verification = {
  /** When the newest check of everything ended, asked for or not; null = none has. */
  readonly verifiedAt: number | null;
  /** Payments of the main database that this check found in the ledger as they must be, of all that it looked at; null as above. */
  readonly matched: number | null;
  readonly total: number | null;
  /** What it found, of every severity; null as above. */
  readonly issueCount: number | null;
  /** Properties and payments looked at by the check that is under way, or by the newest one. */
  readonly rowsChecked: number;
  /** How many there are to look at; null before any check has counted them. */
  readonly rowsTotal: number | null;
  /** Of the verification that never ends; 0 = it is switched off. */
  readonly ratePerSecond: number;
};

/** Follows the checks of one leader. */
export type VerificationWatch = {
  looking(check: Check): void;
  ended(check: Check): void;
  verification(): Verification;
};

/** `latest`: the newest complete check before this leader's first. */
export const createVerificationWatch = (latest: Check | null, ratePerSecond: number): VerificationWatch => {
  let newest = latest;
  let underWay: Check | null = null;
  return {
    looking: (check) => {
      underWay = check;
    },
    ended: (check) => {
      underWay = null;
      if (check.state === "complete") newest = check;
    },
    verification: () => verificationOf(newest, underWay, ratePerSecond),
  };
};

export const verificationOf = (newest: Check | null, underWay: Check | null, ratePerSecond: number): Verification => ({
  verifiedAt: newest?.endedAt ?? null,
  matched: newest?.matchedPayments ?? null,
  total: newest?.looked.payments ?? null,
  issueCount: newest?.findings ?? null,
  ...seenBy(underWay ?? newest),
  ratePerSecond,
});

/** What was added while it looked is looked at as well. */
const seenBy = (check: Check | null): Pick<Verification, "rowsChecked" | "rowsTotal"> => {
  if (check === null) return { rowsChecked: 0, rowsTotal: null };
  const rowsChecked = check.looked.properties + check.looked.payments;
  if (check.state !== "running") return { rowsChecked, rowsTotal: rowsChecked };
  return { rowsChecked, rowsTotal: check.total === null ? null : Math.max(check.total, rowsChecked) };
};
