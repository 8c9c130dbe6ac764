import { Box, Skeleton, Stack, Tooltip, Typography, useTheme } from "@mui/material";
import type { ReactNode } from "react";
import type { WireRun } from "../../../contract/run.ts";
import type { WireSchedule } from "../../../contract/schedule.ts";
import { href } from "../../routing/route.ts";
import { duration, inLocal } from "../../shared/format.ts";
import { RunState, stateTones, stateWords } from "../../shared/runs/run-state.tsx";
import { tookMs } from "../../shared/runs/run-time.ts";
import { Time } from "../../shared/time.tsx";
import { RunMark } from "./run-mark.tsx";
import { useLastRuns } from "./use-last-runs.ts";

/** As large as what a finger or a pointer needs (WCAG 2.5.8). Unit: px. */
const markWidth = 24;
const markHeight = 28;

/** How the last runs went, oldest first; each leads to its run, and says on hover and to a screen reader what became of it. */
export const LastRuns = ({ schedule }: { readonly schedule: WireSchedule }): ReactNode => {
  const { data } = useLastRuns(schedule);
  if (data === undefined) return <Skeleton variant="rounded" height={markHeight + 20} />;
  const [newest] = data;
  if (newest === undefined)
    return (
      <Typography variant="body2" color="textSecondary">
        Has not run yet.
      </Typography>
    );
  const longest = Math.max(...data.map((run) => tookMs(run, Date.now()) ?? 0));
  return (
    <Box>
      <Stack
        component="ol"
        direction="row"
        aria-label={`Last runs of ${schedule.name}`}
        sx={{ m: 0, p: 0, listStyle: "none" }}
      >
        {data.toReversed().map((run) => (
          <Mark key={run.id} run={run} longest={longest} />
        ))}
      </Stack>
      <Typography variant="body2" color="textSecondary" component="div">
        <RunState state={newest.state} /> <Time at={newest.createdAt} />
      </Typography>
    </Box>
  );
};

const Mark = ({ run, longest }: { readonly run: WireRun; readonly longest: number }): ReactNode => {
  const { palette } = useTheme();
  const took = tookMs(run, Date.now()) ?? 0;
  return (
    <li>
      <Tooltip title={saidOf(run)}>
        <Box
          component="a"
          href={href("runs", [run.id])}
          sx={{
            display: "block",
            width: markWidth,
            height: markHeight,
            borderRadius: 1,
            "&:hover, &:focus-visible": { bgcolor: "action.hover" },
          }}
        >
          <RunMark
            state={run.state}
            share={longest === 0 ? 1 : took / longest}
            color={palette[stateTones[run.state]].main}
          />
        </Box>
      </Tooltip>
    </li>
  );
};

/** `Skipped, 2026-11-24 02:00:00 GMT+2: Run … is active.` */
const saidOf = (run: WireRun): string => {
  const took = tookMs(run, Date.now());
  const at = inLocal(Date.parse(run.schedule?.plannedAt ?? run.createdAt));
  const how = took === null ? "" : ` after ${duration(took)}`;
  return `${stateWords[run.state]}${how}, ${at}${run.error === null ? "" : `: ${run.error.message}`}`;
};
