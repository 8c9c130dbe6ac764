import { Box, Stack } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTRPC } from "../../api/trpc.ts";
import { PageHead } from "../../shared/page-head.tsx";
import { QueryView } from "../../shared/query-view.tsx";
import { LoadingPage } from "../../shell/loading-page.tsx";
import { ActiveRuns } from "./active-runs.tsx";
import { FullSyncPanel } from "./full-sync-panel.tsx";
import { PauseEverythingPanel } from "./pause-everything-panel.tsx";
import { RealTimePanel } from "./real-time-panel.tsx";
import { SchedulesSwitchPanel } from "./schedules-switch-panel.tsx";

/** Everything that starts or stops something. */
export const ControlPage = (): ReactNode => {
  const status = useQuery(useTRPC().status.queryOptions());
  return (
    <QueryView query={status} loading={<LoadingPage />}>
      {(data) => (
        <Stack spacing={2}>
          <PageHead title="Control" />
          <ActiveRuns />
          <Box
            sx={{
              display: "grid",
              gap: 2,
              gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "repeat(2, minmax(0, 1fr))" },
            }}
          >
            <RealTimePanel realTime={data.realTime} />
            <FullSyncPanel />
            <SchedulesSwitchPanel scheduled={data.scheduled} />
            <PauseEverythingPanel status={data} />
          </Box>
        </Stack>
      )}
    </QueryView>
  );
};
