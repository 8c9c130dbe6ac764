import type { WireRun } from "../../../contract/run.ts";
import { count, countOf } from "../../shared/format.ts";

export type Outcome = {
  readonly severity: "success" | "info" | "warning" | "error";
  readonly title: string;
  readonly lines: readonly string[];
};

type Applied = Pick<WireRun, "state" | "error"> & {
  readonly counts: Pick<WireRun["counts"], "read" | "applied" | "unchanged" | "failed">;
};

/** What came of a plan of so many items. "Clean" is said only of a run that has verified what it touched. */
export const outcomeOf = (run: Applied, items: number): Outcome => {
  const { read, applied, unchanged, failed } = run.counts;
  const lines = [
    `${count(applied)} of ${countOf(read, "selected fix", "selected fixes")} applied.`,
    ...(unchanged === 0
      ? []
      : [`${count(unchanged)} skipped: no longer as shown here when their turn came. Nothing of them was changed.`]),
    ...(read < items && run.state === "succeeded"
      ? [`${countOf(items - read, "fix", "fixes")} not selected: prepare another plan for what is left.`]
      : []),
  ];
  if (run.state !== "succeeded") return broken(run, lines);
  if (failed > 0) return { severity: "error", title: `Verified again: ${countOf(failed, "difference")} left`, lines };
  if (applied === 0) return { severity: "info", title: "Nothing was changed", lines: [...lines, again] };
  return unchanged > 0
    ? { severity: "warning", title: "Verified again: what was applied is clean", lines: [...lines, again] }
    : { severity: "success", title: "Verified again: clean", lines };
};

const again = "Check everything again to see how the rest stands now.";

const broken = ({ state, error }: Applied, lines: readonly string[]): Outcome => ({
  severity: state === "cancelled" ? "warning" : "error",
  title: state === "cancelled" ? "Cancelled before its end" : "Ended by an error",
  lines: [
    ...(error === null ? [] : [error.message]),
    ...lines,
    "What was applied stays; it was not verified again. Check everything again, and prepare a new plan for the rest.",
  ],
});
