import type { Goal, Reading } from "../measure.ts";

export type Verdict = "aim" | "must" | "missed";

export type Judgement = {
  /** The figure over its baseline; null without one. */
  readonly ratio: number | null;
  /** Null = nothing was promised of this figure. */
  readonly verdict: Verdict | null;
};

/** A reading against what was promised of it. */
export const judge = ({ value, comparedWith, goal }: Reading, baselineValue: number | null): Judgement => {
  const ratio = comparedWith === null || baselineValue === null ? null : value / baselineValue;
  return { ratio, verdict: goal === null ? null : verdictOf(goal, ratio ?? value) };
};

const verdictOf = ({ kind, must, aim }: Goal, value: number): Verdict => {
  const reaches = (bound: number): boolean => (kind === "at_least" ? value >= bound : value <= bound);
  if (reaches(aim)) return "aim";
  return reaches(must) ? "must" : "missed";
};
