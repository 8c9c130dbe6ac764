import { Link, Paper, Skeleton, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { WireSchedule } from "../../../contract/schedule.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { navigate } from "../../routing/use-route.ts";
import { ActButton } from "../../shared/act-button.tsx";
import { EmptyState } from "../../shared/empty-state.tsx";
import { PageHead } from "../../shared/page-head.tsx";
import { QueryView } from "../../shared/query-view.tsx";
import { OffNotice } from "./off-notice.tsx";
import { ScheduleDialog } from "./schedule-dialog.tsx";
import { ScheduleRow } from "./schedule-row.tsx";

/** A run's end is counted a moment after it is told of. Unit: ms. */
const whileRunningMs = 3_000;

const somethingRuns = (schedules: readonly WireSchedule[] | undefined): boolean =>
  schedules?.some(({ lastStatus }) => lastStatus === "running") === true;

export const ScheduleList = (): ReactNode => {
  const query = useQuery(
    useTRPC().schedules.queryOptions(undefined, {
      refetchInterval: ({ state }) => (somethingRuns(state.data) ? whileRunningMs : false),
    }),
  );
  const [isAdding, setAdding] = useState(false);
  const add = (
    <ActButton operation="createSchedule" variant="contained" onClick={() => setAdding(true)}>
      New schedule …
    </ActButton>
  );
  return (
    <Stack spacing={2}>
      <PageHead title="Schedules" action={add} />
      <Typography color="textSecondary">
        What runs by itself, and when. Each tick gives one run, whichever instance leads; what was missed is made up for
        once. All of them are paused and resumed on the <Link href={href("control")}>control page</Link>.
      </Typography>
      <OffNotice />
      <QueryView query={query} loading={<Skeleton variant="rounded" height={340} />}>
        {(schedules) => (
          <Paper variant="outlined" component="section" aria-label="Schedules">
            {schedules.length === 0 ? <NoneYet /> : <Rows schedules={schedules} />}
          </Paper>
        )}
      </QueryView>
      {isAdding && (
        <ScheduleDialog
          schedule={null}
          onClose={() => setAdding(false)}
          onSaved={(name) => navigate(href("schedules", [name]))}
        />
      )}
    </Stack>
  );
};

const Rows = ({ schedules }: { readonly schedules: readonly WireSchedule[] }): ReactNode => (
  <Stack component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
    {schedules.map((schedule) => (
      <ScheduleRow key={schedule.name} schedule={schedule} />
    ))}
  </Stack>
);

const NoneYet = (): ReactNode => (
  <EmptyState title="There is no schedule">
    Real-time sync keeps the ledger in step without one. A full sync each night and a consistency check each week show
    that it has: add them with “New schedule”.
  </EmptyState>
);
