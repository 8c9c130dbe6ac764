import { Box, Link, Skeleton, Stack } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireSchedule } from "../../../contract/schedule.ts";
import { problemOf } from "../../api/problem-of.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { EmptyState } from "../../shared/empty-state.tsx";
import { PageHead } from "../../shared/page-head.tsx";
import { QueryView } from "../../shared/query-view.tsx";
import { OffNotice } from "./off-notice.tsx";
import { ScheduleFacts } from "./schedule-facts.tsx";
import { ScheduleHead } from "./schedule-head.tsx";
import { ScheduleHistory } from "./schedule-history.tsx";
import { ScheduleTimes } from "./schedule-times.tsx";

/** A run's end is counted a moment after it is told of. Unit: ms. */
const whileRunningMs = 3_000;

const up = { to: href("schedules"), label: "Schedules" };

export const ScheduleDetail = ({ name }: { readonly name: string }): ReactNode => {
  const query = useQuery(
    useTRPC().schedule.queryOptions(
      { name },
      { refetchInterval: ({ state }) => (state.data?.lastStatus === "running" ? whileRunningMs : false) },
    ),
  );
  // An answer that is there stays, but not for what somebody has deleted meanwhile.
  const isGone = query.error !== null && problemOf(query.error).code === "not_found";
  return (
    <Stack spacing={2}>
      {isGone || query.data === undefined ? <PageHead title={name} up={up} /> : null}
      {isGone ? (
        <NotThere name={name} />
      ) : (
        <QueryView query={query} loading={<Skeleton variant="rounded" height={420} />}>
          {(schedule) => <Schedule schedule={schedule} />}
        </QueryView>
      )}
    </Stack>
  );
};

const NotThere = ({ name }: { readonly name: string }): ReactNode => (
  <EmptyState
    title="There is no such schedule"
    action={<Link href={href("runs", [], { schedule: name })}>Show the runs it has had</Link>}
  >
    It has been deleted, or never was. Its runs stay on record.
  </EmptyState>
);

const Schedule = ({ schedule }: { readonly schedule: WireSchedule }): ReactNode => (
  <>
    <ScheduleHead schedule={schedule} up={up} />
    <OffNotice />
    <Box
      sx={{
        display: "grid",
        gap: 2,
        alignItems: "start",
        gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(0, 3fr) minmax(0, 2fr)" },
      }}
    >
      <ScheduleTimes schedule={schedule} />
      <ScheduleFacts schedule={schedule} />
    </Box>
    <ScheduleHistory name={schedule.name} />
  </>
);
