import { Box, Skeleton, Stack } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireRun } from "../../../contract/run.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { PageHead } from "../../shared/page-head.tsx";
import { QueryView } from "../../shared/query-view.tsx";
import { runTitle } from "../../shared/run-title.ts";
import { isOver } from "../../shared/runs/run-time.ts";
import { CancelRun } from "./cancel-run.tsx";
import { RunCounts } from "./run-counts.tsx";
import { RunDrift } from "./run-drift.tsx";
import { RunFacts } from "./run-facts.tsx";
import { RunOutcome } from "./run-outcome.tsx";

/** How often the progress of a run under way is looked at: it is no event of its own. Unit: ms. */
const progressMs = 1_000;

const up = { to: href("runs"), label: "Runs" };

export const RunDetail = ({ id }: { readonly id: string }): ReactNode => {
  const query = useQuery(
    useTRPC().run.queryOptions(
      { id },
      {
        // An answer like the one before renders anew, too: the time it takes goes on.
        structuralSharing: false,
        refetchInterval: ({ state }) => (state.data !== undefined && !isOver(state.data) ? progressMs : false),
      },
    ),
  );
  return (
    <Stack spacing={2}>
      <QueryView query={query} loading={<Loading />}>
        {(run) => <Run run={run} />}
      </QueryView>
      {query.data === undefined && query.error !== null && <PageHead title="Run" up={up} />}
    </Stack>
  );
};

const Run = ({ run }: { readonly run: WireRun }): ReactNode => (
  <>
    <PageHead title={runTitle(run)} up={up} action={isOver(run) ? null : <CancelRun run={run} />} />
    <RunOutcome run={run} />
    <Box
      sx={{
        display: "grid",
        gap: 2,
        alignItems: "start",
        gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "3fr 2fr" },
      }}
    >
      <RunFacts run={run} />
      <RunCounts run={run} />
    </Box>
    <RunDrift keys={run.drift} />
  </>
);

const Loading = (): ReactNode => (
  <>
    <PageHead title="Run" up={up} />
    <Skeleton variant="rounded" height={110} />
    <Skeleton variant="rounded" height={300} />
  </>
);
