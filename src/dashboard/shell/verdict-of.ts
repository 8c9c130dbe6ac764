import type { WireHealth } from "../../contract/health.ts";
import type { WireStatus } from "../../contract/status.ts";

export type Tone = "success" | "warning" | "error";

export type Verdict = { readonly tone: Tone; readonly word: string };

type Reported = Pick<WireHealth, "status"> & {
  readonly reasons: readonly Pick<WireHealth["reasons"][number], "code">[];
};

/** The one word for how it stands; never a good one for what is not known to be good. */
export const verdictOf = ({ status, reasons }: Reported, realTime: WireStatus["realTime"]["state"] | null): Verdict => {
  if (status === "healthy") return { tone: "success", word: "In sync" };
  const tone = status === "degraded" ? "warning" : "error";
  const codes = new Set(reasons.map(({ code }) => code));
  const found = words.find(({ code }) => codes.has(code));
  if (found !== undefined) return { tone: passing.has(found.code) ? "warning" : tone, word: found.word };
  if (realTime === "live" && status === "degraded") return { tone, word: "In sync, with remarks" };
  return { tone, word: status === "degraded" ? "Needs a look" : "Not in sync" };
};

/** What ends by itself without loss: nobody has to act, so that nothing is red. */
const passing: ReadonlySet<string> = new Set(["database_away"]);

export const toneOfReason = ({ code, severity }: Pick<WireHealth["reasons"][number], "code" | "severity">): Tone =>
  severity === "unhealthy" && !passing.has(code) ? "error" : "warning";

/** The reasons that have a better word than their severity; the first that applies. */
const words: readonly { readonly code: string; readonly word: string }[] = [
  { code: "no_leader", word: "Nobody writes" },
  { code: "critical_inconsistency", word: "Books differ" },
  { code: "needs_confirmation", word: "Waits for you" },
  { code: "mass_failure", word: "Stopped" },
  { code: "real_time_failed", word: "Stopped" },
  { code: "real_time_stopped", word: "Stopped" },
  { code: "history_lost", word: "Closing a gap" },
  { code: "database_away", word: "A database is away" },
  { code: "real_time_off", word: "Paused" },
  { code: "initial_sync", word: "First sync" },
  { code: "reprojecting", word: "Rewriting" },
  { code: "starting", word: "Starting" },
  { code: "inconsistent", word: "Books differ" },
  { code: "lag_high", word: "Catching up" },
];
