import { Skeleton, Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import type { WireSchedule } from "../../../contract/schedule.ts";
import { Panel } from "../../shared/panel.tsx";
import { QueryView } from "../../shared/query-view.tsx";
import { NextRuns } from "./next-runs.tsx";
import { useLinePreview } from "./use-line-preview.ts";

type Props = { readonly schedule: WireSchedule };

/** When it runs, and when it would where it does not. */
export const ScheduleTimes = ({ schedule }: Props): ReactNode => {
  const { cronExpression, timezone, humanReadable, nextRuns } = schedule;
  const preview = useLinePreview({ cronExpression, timezone });
  const isDue = nextRuns.length > 0;
  return (
    <Panel title={humanReadable} hint={<Line schedule={schedule} />}>
      <Stack spacing={1}>
        <Typography color="textSecondary">
          {isDue ? "The next runs:" : "It does not run now. It would, if it were switched on:"}
        </Typography>
        <QueryView query={preview} loading={<Skeleton variant="rounded" height={220} />}>
          {(shown) => <NextRuns nextRuns={isDue ? nextRuns : shown.nextRuns} timezone={timezone} notes={shown.notes} />}
        </QueryView>
      </Stack>
    </Panel>
  );
};

const Line = ({ schedule: { cronExpression, timezone } }: Props): ReactNode => (
  <>
    <code>{cronExpression}</code>, read by the clocks of {timezone}
  </>
);
