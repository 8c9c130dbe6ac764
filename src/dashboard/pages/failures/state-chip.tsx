import { Box, Tooltip } from "@mui/material";
import type { ReactNode } from "react";
import type { WireFailure } from "../../../contract/failure.ts";
import { stateMeanings, stateWords } from "./failure-words.ts";

const colors: Readonly<Record<WireFailure["state"], string>> = {
  open: "warning.main",
  retrying: "warning.main",
  quarantined: "error.main",
  resolved: "success.main",
};

type Props = Pick<WireFailure, "state" | "resolution">;

/** How far a failure is: a colour and its word. */
export const StateChip = ({ state, resolution }: Props): ReactNode => {
  const isDismissed = resolution?.kind === "dismissed";
  return (
    <Tooltip title={stateMeanings[state]} describeChild>
      <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.75, whiteSpace: "nowrap" }}>
        <Box
          component="span"
          aria-hidden
          sx={{
            width: 8,
            height: 8,
            borderRadius: "50%",
            bgcolor: isDismissed ? "text.disabled" : colors[state],
          }}
        />
        {isDismissed ? "Dismissed" : stateWords[state]}
      </Box>
    </Tooltip>
  );
};
