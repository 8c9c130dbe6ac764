import { Box, ButtonBase, Tooltip } from "@mui/material";
import type { ReactNode } from "react";
import { type LiveState, useLive } from "./live.tsx";

type Look = { readonly label: string; readonly hint: string; readonly color: string };

const looks: Readonly<Record<LiveState, Look>> = {
  connecting: { label: "Connecting", hint: "The stream of events is being opened.", color: "text.disabled" },
  live: { label: "Live", hint: "Changes appear as they happen. Click to hold the page still.", color: "success.main" },
  reconnecting: {
    label: "Reconnecting",
    hint: "The stream was cut. It is opened again; until then everything is asked for every 3 s.",
    color: "warning.main",
  },
  polling: {
    label: "Polling",
    hint: "There is no stream of events: everything is asked for every 3 s.",
    color: "warning.main",
  },
  paused: { label: "Paused", hint: "Held still by you; the service goes on. Click to go on.", color: "text.disabled" },
};

/** Whether what is shown is true now; a click holds it still. */
export const LiveChip = (): ReactNode => {
  const { state, pause, resume } = useLive();
  const { label, hint, color } = looks[state];
  return (
    <Tooltip title={hint} describeChild>
      <ButtonBase
        aria-pressed={state === "paused"}
        onClick={state === "paused" ? resume : pause}
        data-live={state}
        sx={{
          borderRadius: 4,
          border: 1,
          borderColor: "divider",
          px: 1.25,
          height: 28,
          gap: 0.75,
          fontSize: 13,
          minWidth: 74,
        }}
      >
        <Box aria-hidden sx={{ width: 8, height: 8, borderRadius: "50%", bgcolor: color }} />
        {label}
      </ButtonBase>
    </Tooltip>
  );
};
