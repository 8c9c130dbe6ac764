import type { WireCheck } from "../../../contract/check.ts";
import { countOf } from "../../shared/format.ts";

export type CheckVerdict = {
  readonly tone: "success" | "warning" | "error" | "info";
  /** Beside the colour. */
  readonly sign: string;
  readonly word: string;
};

type Told = Pick<WireCheck, "state" | "isConsistent" | "findings">;

/** How a check ended; never a good word for one that has not looked at everything. */
export const verdictOfCheck = ({ state, isConsistent, findings }: Told): CheckVerdict => {
  if (state === "running") return { tone: "info", sign: "…", word: "Running" };
  if (state === "incomplete") return { tone: "warning", sign: "–", word: "Not finished" };
  if (findings === 0) return { tone: "success", sign: "✓", word: "Clean" };
  if (isConsistent === true) return { tone: "success", sign: "✓", word: `Consistent, ${countOf(findings, "note")}` };
  return { tone: "error", sign: "≠", word: countOf(findings, "difference") };
};
