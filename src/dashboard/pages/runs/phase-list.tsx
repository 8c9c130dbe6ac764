import { Box, Stack } from "@mui/material";
import type { ReactNode } from "react";
import type { WireRun } from "../../../contract/run.ts";
import { visuallyHidden } from "../../shared/visually-hidden.ts";
import { type PhaseState, phasesOf, type ShownPhase } from "./phases-of.ts";

const phaseWords: Readonly<Record<ShownPhase["phase"], string>> = {
  changes: "Changes",
  properties: "Properties",
  payments: "Payments",
  count: "Count what is gone",
  void_rows: "Take rows back",
  archive_accounts: "Archive accounts",
  failures: "Failures",
  rows: "Other rows",
  totals: "Totals",
  journal: "Journal",
  fix: "Fix",
  verify: "Verify",
  done: "Done",
};

const marks: Readonly<Record<PhaseState, { readonly mark: string; readonly words: string; readonly color: string }>> = {
  done: { mark: "✓", words: "done", color: "success.main" },
  now: { mark: "●", words: "under way", color: "primary.main" },
  later: { mark: "○", words: "still to come", color: "text.secondary" },
  not_needed: { mark: "–", words: "not needed", color: "text.secondary" },
  stopped: { mark: "✕", words: "ended here", color: "error.main" },
  not_reached: { mark: "○", words: "not reached", color: "text.secondary" },
};

/** What the work consists of, and how far each part is. */
export const PhaseList = ({ run }: { readonly run: WireRun }): ReactNode => {
  const phases = phasesOf(run);
  if (phases.length === 0) return null;
  return (
    <Stack
      component="ol"
      aria-label="Phases"
      direction="row"
      sx={{ m: 0, p: 0, listStyle: "none", flexWrap: "wrap", columnGap: 3, rowGap: 0.5 }}
    >
      {phases.map(({ phase, state }) => {
        const { mark, words, color } = marks[state];
        const isQuiet = state !== "done" && state !== "now" && state !== "stopped";
        return (
          <Box
            key={phase}
            component="li"
            title={words}
            sx={{ color: isQuiet ? "text.secondary" : "text.primary", fontWeight: state === "now" ? 650 : 400 }}
          >
            <Box component="span" aria-hidden sx={{ color, mr: 0.75 }}>
              {mark}
            </Box>
            {phaseWords[phase]}
            <Box component="span" sx={visuallyHidden}>
              , {words}
            </Box>
          </Box>
        );
      })}
    </Stack>
  );
};

/** `Payments`: what a run is at. */
export const phaseWord = ({ progress: { phase } }: Pick<WireRun, "progress">): string => phaseWords[phase];
