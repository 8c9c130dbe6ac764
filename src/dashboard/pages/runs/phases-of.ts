import type { WireRun } from "../../../contract/run.ts";

type Phase = WireRun["progress"]["phase"];

/** `not_needed`: there was nothing for it to do. `not_reached`: the run is over, and ended before it. */
export type PhaseState = "done" | "now" | "later" | "not_needed" | "stopped" | "not_reached";

export type ShownPhase = { readonly phase: Phase; readonly state: PhaseState };

const syncPhases = ["properties", "payments", "count", "void_rows", "archive_accounts"] as const;
const takesBack: ReadonlySet<Phase> = new Set<Phase>(["void_rows", "archive_accounts"]);

const phasesByKind: Readonly<Record<WireRun["kind"], readonly Phase[]>> = {
  initial: syncPhases,
  full: syncPhases,
  deep: [...syncPhases, "totals"],
  incremental: ["changes"],
  consistency: ["properties", "payments", "rows", "totals", "journal"],
  fix: ["fix", "verify"],
  retry: ["failures"],
};

/** The parts of a run's work in order, and how far each is; none for one that never began. */
export const phasesOf = (
  run: Pick<WireRun, "kind" | "state" | "dryRun" | "progress" | "counts">,
): readonly ShownPhase[] => {
  const { kind, state, dryRun, progress, counts } = run;
  if (state === "skipped" || state === "queued") return [];
  // A dry run ends once it has counted.
  const phases = dryRun
    ? phasesByKind[kind].filter((phase) => !takesBack.has(phase) && phase !== "totals")
    : phasesByKind[kind];
  const at = progress.phase === "done" ? phases.length : phases.indexOf(progress.phase);
  return phases.map((phase, index) => {
    if (index < at) return { phase, state: takesBack.has(phase) && counts.toRetract === 0 ? "not_needed" : "done" };
    const isHere = index === at;
    if (state === "running") return { phase, state: isHere ? "now" : "later" };
    return { phase, state: isHere ? "stopped" : "not_reached" };
  });
};
