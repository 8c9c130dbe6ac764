import { Box, LinearProgress, Link, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireRun } from "../../../contract/run.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { ActButton } from "../../shared/act-button.tsx";
import { count, duration } from "../../shared/format.ts";
import { Panel } from "../../shared/panel.tsx";
import { ProblemAlert } from "../../shared/problem-alert.tsx";
import { runTitle } from "../../shared/run-title.ts";
import { Time } from "../../shared/time.tsx";
import { useAct } from "../../shared/use-act.ts";
import { sentence } from "../../shared/words.ts";

/** More than one of each kind never runs at once. */
const shownMax = 10;

/** How often a run's progress is looked at: it is no event of its own. Unit: ms. */
export const progressMs = 1_000;

/** What runs right now, how far it is, and the way to end it. Nothing where nothing runs. */
export const ActiveRuns = (): ReactNode => {
  const { data } = useQuery(
    useTRPC().runs.queryOptions(
      { state: "running", limit: shownMax },
      {
        refetchInterval: ({ state }) => (state.data !== undefined && state.data.items.length > 0 ? progressMs : false),
      },
    ),
  );
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Panel title="Running now">
      <Stack spacing={2}>
        {data.items.map((run) => (
          <ActiveRun key={run.id} run={run} />
        ))}
      </Stack>
    </Panel>
  );
};

/** One run: how far it is, and the way to end it. */
export const ActiveRun = ({ run }: { readonly run: WireRun }): ReactNode => {
  const { phase, processed, total, etaMs } = run.progress;
  const cancel = useAct(useTRPC().cancelRun.mutationOptions());
  const title = runTitle(run);
  const share = total === null || total === 0 ? null : Math.min(100, (processed / total) * 100);
  return (
    <Stack spacing={0.75}>
      <Stack direction="row" sx={{ alignItems: "center", gap: 2, flexWrap: "wrap" }}>
        <Link href={href("runs", [run.id])} sx={{ fontWeight: 600 }}>
          {title}
        </Link>
        <Typography color="textSecondary" sx={{ flexGrow: 1 }}>
          {sentence(phase)} · {count(processed)}
          {total !== null && ` of ${count(total)}`}
          {etaMs !== null && ` · ${duration(etaMs)} left`} · started <Time at={run.startedAt} none="not yet" />
        </Typography>
        <ActButton
          operation="cancelRun"
          size="small"
          variant="outlined"
          color="inherit"
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ id: run.id })}
        >
          Cancel
        </ActButton>
      </Stack>
      <Box>
        <LinearProgress
          aria-label={`${title}: progress`}
          variant={share === null ? "indeterminate" : "determinate"}
          {...(share === null ? {} : { value: share })}
        />
      </Box>
      {cancel.error !== null && <ProblemAlert error={cancel.error} />}
    </Stack>
  );
};
