import { Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import type { WireScheduled } from "../../../contract/status.ts";
import { useTRPC } from "../../api/trpc.ts";
import { ActButton } from "../../shared/act-button.tsx";
import { Panel } from "../../shared/panel.tsx";
import { ProblemAlert } from "../../shared/problem-alert.tsx";
import { Time } from "../../shared/time.tsx";
import { useAct } from "../../shared/use-act.ts";

/** All schedules at once; each keeps its own switch. */
export const SchedulesSwitchPanel = ({ scheduled }: { readonly scheduled: WireScheduled }): ReactNode => {
  const trpc = useTRPC();
  const pause = useAct(trpc.pauseSchedules.mutationOptions());
  const resume = useAct(trpc.resumeSchedules.mutationOptions());
  const error = pause.error ?? resume.error;
  return (
    <Panel title="Schedules">
      <Stack spacing={1.5}>
        <Typography>{stateOf(scheduled)}</Typography>
        <Typography color="textSecondary">
          {scheduled.enabledSchedules} of {scheduled.totalSchedules} enabled · next run{" "}
          <Time at={scheduled.nextRun} none="none" />
        </Typography>
        {error !== null && <ProblemAlert error={error} />}
        <Stack direction="row" spacing={1}>
          {scheduled.isPaused ? (
            <ActButton
              operation="resumeSchedules"
              variant="contained"
              loading={resume.isPending}
              onClick={() => resume.mutate()}
            >
              Resume all
            </ActButton>
          ) : (
            <ActButton
              operation="pauseSchedules"
              variant="outlined"
              loading={pause.isPending}
              onClick={() => pause.mutate()}
            >
              Pause all
            </ActButton>
          )}
        </Stack>
      </Stack>
    </Panel>
  );
};

const stateOf = ({ isRunning, isPaused }: WireScheduled): string => {
  if (isPaused) return "Paused: no schedule fires until they are resumed.";
  return isRunning
    ? "Running: each schedule fires at its time."
    : "Off by configuration (SCHEDULED_SYNC_ENABLED=false).";
};
