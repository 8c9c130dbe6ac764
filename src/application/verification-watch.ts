import type { Check } from "../domain/consistency/check.ts";
import type { Verification } from "../domain/sync/verification.ts";

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
