import type { WireRun } from "../../contract/run.ts";

export const runKindWords: Readonly<Record<WireRun["kind"], string>> = {
  initial: "First sync",
  full: "Full sync",
  deep: "Deep sync",
  incremental: "Quick sync",
  consistency: "Consistency check",
  fix: "Fixes",
  retry: "Retries",
};

/** `Full sync (dry run)` */
export const runTitle = ({ kind, dryRun }: Pick<WireRun, "kind" | "dryRun">): string =>
  dryRun ? `${runKindWords[kind]} (dry run)` : runKindWords[kind];
