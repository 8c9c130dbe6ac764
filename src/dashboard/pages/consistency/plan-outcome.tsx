import { Alert, AlertTitle, Box, Skeleton, Stack } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireFixPlan } from "../../../contract/fix-plan.ts";
import type { WireRun } from "../../../contract/run.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { navigate } from "../../routing/use-route.ts";
import { Panel } from "../../shared/panel.tsx";
import { QueryView } from "../../shared/query-view.tsx";
import { Time } from "../../shared/time.tsx";
import { ActiveRun, progressMs } from "../control/active-runs.tsx";
import { CheckNowButton } from "./check-now-button.tsx";
import { outcomeOf } from "./outcome-of.ts";
import { PlanFacts } from "./plan-facts.tsx";

type Props = { readonly plan: WireFixPlan; readonly runId: string };

const isUnderWay = ({ state }: Pick<WireRun, "state">): boolean => state === "running" || state === "queued";

/** A plan that is being applied, or was: how far it is, then what came of it. */
export const PlanOutcome = ({ plan, runId }: Props): ReactNode => {
  const run = useQuery(
    useTRPC().run.queryOptions(
      { id: runId },
      {
        refetchInterval: ({ state: { data } }) => (data === undefined || isUnderWay(data) ? progressMs : false),
      },
    ),
  );
  return (
    <Panel title="What was done">
      <Stack spacing={2}>
        <PlanFacts plan={plan} />
        <QueryView query={run} loading={<Skeleton variant="rounded" height={96} />}>
          {(data) => (isUnderWay(data) ? <ActiveRun run={data} /> : <Ended run={data} plan={plan} />)}
        </QueryView>
      </Stack>
    </Panel>
  );
};

const Ended = ({ run, plan }: { readonly run: WireRun; readonly plan: WireFixPlan }): ReactNode => {
  const { severity, title, lines } = outcomeOf(run, plan.items);
  return (
    <Stack spacing={1.5}>
      <Alert severity={severity} variant="outlined">
        <AlertTitle>{title}</AlertTitle>
        {lines.map((line) => (
          <Box key={line}>{line}</Box>
        ))}
        <Box sx={{ color: "text.secondary" }}>
          Applied by {run.actor}, <Time at={run.endedAt} />
        </Box>
      </Alert>
      <Stack direction="row">
        <CheckNowButton
          label="Check everything again"
          onStarted={(id) => navigate(href("consistency", ["checks", id]))}
        />
      </Stack>
    </Stack>
  );
};
