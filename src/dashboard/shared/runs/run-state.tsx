import { Box } from "@mui/material";
import type { ReactNode } from "react";
import type { WireRun } from "../../../contract/run.ts";

export type State = WireRun["state"];

/** Colours of the theme. */
export const stateTones: Readonly<Record<State, "success" | "warning" | "error" | "info">> = {
  queued: "info",
  running: "info",
  succeeded: "success",
  failed: "error",
  cancelled: "warning",
  skipped: "warning",
};

export const stateWords: Readonly<Record<State, string>> = {
  queued: "Waiting",
  running: "Running",
  succeeded: "Succeeded",
  failed: "Failed",
  cancelled: "Cancelled",
  skipped: "Skipped",
};

/** It did its work to the end: a full disc. It did not begin: an empty one. The word says the rest. */
const isHollow: Readonly<Record<State, boolean>> = {
  queued: true,
  running: false,
  succeeded: false,
  failed: false,
  cancelled: true,
  skipped: true,
};

/** How a run stands, as a word with a colour beside it. */
export const RunState = ({ state }: { readonly state: State }): ReactNode => {
  const tone = `${stateTones[state]}.main`;
  return (
    <Box component="span" sx={{ display: "inline-flex", alignItems: "baseline", gap: 0.75, whiteSpace: "nowrap" }}>
      <Box
        component="span"
        aria-hidden
        sx={{
          alignSelf: "center",
          width: 9,
          height: 9,
          flexShrink: 0,
          borderRadius: state === "failed" ? "1px" : "50%",
          border: 2,
          borderColor: tone,
          bgcolor: isHollow[state] ? "transparent" : tone,
        }}
      />
      {stateWords[state]}
    </Box>
  );
};
