import { Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTRPC } from "../../api/trpc.ts";
import { QueryView } from "../../shared/query-view.tsx";
import { visuallyHidden } from "../../shared/visually-hidden.ts";
import { LoadingPage } from "../../shell/loading-page.tsx";
import { ActiveRuns } from "../control/active-runs.tsx";
import { ActivityPanel } from "./activity-panel.tsx";
import { CollectionsPanel } from "./collections-panel.tsx";
import { NumbersPanel } from "./numbers-panel.tsx";
import { ReasonList } from "./reason-list.tsx";
import { VerdictLine } from "./verdict-line.tsx";

/** Do the books match? Read in three seconds; why not, and what to do, in ten. */
export const OverviewPage = (): ReactNode => {
  const health = useQuery(useTRPC().health.queryOptions());
  return (
    <QueryView query={health} loading={<LoadingPage />}>
      {(data) => (
        <Stack sx={{ gap: 2 }}>
          <Typography component="h1" sx={visuallyHidden}>
            Overview
          </Typography>
          <VerdictLine health={data} />
          <ReasonList reasons={data.reasons} />
          <ActiveRuns />
          <ActivityPanel />
          <NumbersPanel />
          <CollectionsPanel />
        </Stack>
      )}
    </QueryView>
  );
};
