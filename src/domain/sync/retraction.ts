import type { RunCounts } from "./run.ts";

/** Voiding or archiving more than this many items, and more than this share of the posted rows, needs a person's word. */
export const retractionsMax = 100;
export const retractionShareMax = 0.01;

export type RetractionQuestion = {
  readonly toRetract: RunCounts["toRetract"];
  readonly postedSyncRows: number;
  readonly activeAccounts: number;
  readonly sourcePayments: number;
  readonly sourceProperties: number;
};

/** Why a full sync must not retract what it found without being confirmed; null when it may. An empty or wrong source must not empty the books. */
export const retractionNeedsConfirmation = (question: RetractionQuestion): string | null => {
  const { toRetract, postedSyncRows, activeAccounts, sourcePayments, sourceProperties } = question;
  if (toRetract === 0) return null;
  if (sourcePayments === 0 && postedSyncRows > 0) {
    return `the main database has no payments, while ${postedSyncRows} of their rows are posted`;
  }
  if (sourceProperties === 0 && activeAccounts > 0) {
    return `the main database has no properties, while ${activeAccounts} accounts are active`;
  }
  if (toRetract > retractionsMax && toRetract > retractionShareMax * postedSyncRows) {
    return `${toRetract} rows and accounts have no document in the main database any more, more than ${retractionsMax} and more than 1 % of ${postedSyncRows} posted rows`;
  }
  return null;
};
