import { Box } from "@mui/material";
import type { ReactNode } from "react";
import { duration } from "../format.ts";
import { type State, stateTones } from "./run-state.tsx";

type Props = {
  /** Null: it did not begin. */
  readonly ms: number | null;
  /** The longest of those that it is seen beside. */
  readonly maxMs: number;
  readonly state: State;
};

/** What is very short must be seen all the same. Unit: px. */
const widthMin = 2;

/** How long a run took: to be compared by eye, and as a number. */
export const DurationBar = ({ ms, maxMs, state }: Props): ReactNode => (
  <Box sx={{ display: "grid", gridTemplateColumns: "minmax(60px, 1fr) 76px", alignItems: "center", gap: 1 }}>
    <Box aria-hidden sx={{ height: 8, borderRadius: 1, bgcolor: "action.hover", overflow: "hidden" }}>
      <Box
        sx={{
          height: "100%",
          borderRadius: 1,
          width: ms === null || maxMs === 0 ? 0 : `max(${widthMin}px, ${(100 * ms) / maxMs}%)`,
          bgcolor: `${stateTones[state]}.main`,
          opacity: 0.75,
        }}
      />
    </Box>
    <Box component="span" sx={{ textAlign: "right", whiteSpace: "nowrap" }}>
      {ms === null ? "–" : duration(ms)}
    </Box>
  </Box>
);
