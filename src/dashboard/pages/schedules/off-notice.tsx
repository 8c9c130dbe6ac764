import { Alert, Button } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";

/** Why no schedule fires, where none does. All are paused and resumed on the control page. */
export const OffNotice = (): ReactNode => {
  const { data } = useQuery(useTRPC().status.queryOptions());
  if (data === undefined || data.scheduled.isRunning) return null;
  if (!data.scheduled.isPaused)
    return (
      <Alert severity="info" variant="outlined">
        No schedule fires: the configuration says so (SCHEDULED_SYNC_ENABLED=false). They can be changed here all the
        same.
      </Alert>
    );
  const resume = (
    <Button color="inherit" size="small" href={href("control")}>
      To the control page
    </Button>
  );
  return (
    <Alert severity="warning" variant="outlined" action={resume}>
      All schedules are paused: none fires until they are resumed. Each keeps its own switch.
    </Alert>
  );
};
