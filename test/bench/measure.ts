import type { Bench } from "./bench.ts";

/** F: bare upserts of finished rows. L: one small transaction. E: an account kept in one document. */
export type BaselineName = "F" | "L" | "E";

export type Baseline = {
  readonly title: string;
  readonly unit: Unit;
  /** One round: rows or changes per second (F, E), or the median in milliseconds (L). */
  take(bench: Bench): Promise<number>;
};

export type Unit = "rows/s" | "payments/s" | "changes/s" | "requests/s" | "fixes/s" | "ms" | "MB" | "%" | "×";

export type Goal = { readonly kind: "at_least" | "at_most"; readonly must: number; readonly aim: number };

/** One figure. With a goal it is judged: by its ratio to the measure's baseline, or by itself where there is none. */
export type Reading = {
  readonly title: string;
  readonly value: number;
  readonly unit: Unit;
  readonly comparedWith: BaselineName | null;
  readonly goal: Goal | null;
};

export type Measure = {
  readonly name: string;
  /** Taken right before and right after the measure, so that all share the machine's condition. */
  readonly baseline: BaselineName | null;
  /** Rejects when the ledger is not exact afterwards. */
  take(bench: Bench): Promise<readonly Reading[]>;
};
