import { Alert, AlertTitle, Button, LinearProgress, Paper, Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import type { WireRun } from "../../../contract/run.ts";
import { usePageExists } from "../../routing/known-pages.ts";
import { href } from "../../routing/route.ts";
import { count, duration } from "../../shared/format.ts";
import { runTitle } from "../../shared/run-title.ts";
import { runErrorWords } from "../../shared/runs/run-error-words.ts";
import { RunState } from "../../shared/runs/run-state.tsx";
import { isOver, tookMs } from "../../shared/runs/run-time.ts";
import { sentence } from "../../shared/words.ts";
import { PhaseList, phaseWord } from "./phase-list.tsx";

type Props = { readonly run: WireRun };

/** How it stands or ended, how far it is, and what went wrong. */
export const RunOutcome = ({ run }: Props): ReactNode => (
  <Paper variant="outlined" component="section" aria-label="Outcome" sx={{ px: 2, py: 1.5 }}>
    <Stack spacing={1.25}>
      <Typography component="p" variant="subtitle1">
        <RunState state={run.state} />
        <Typography component="span" color="textSecondary">
          {afterOf(run)}
        </Typography>
      </Typography>
      {!isOver(run) && <Progress run={run} />}
      <PhaseList run={run} />
      {run.error !== null && <Reason run={run} error={run.error} />}
    </Stack>
  </Paper>
);

const afterOf = (run: WireRun): string => {
  const took = tookMs(run, Date.now());
  if (took === null) return "";
  return isOver(run) ? ` after ${duration(took)}` : ` for ${duration(took)}`;
};

const Progress = ({ run }: Props): ReactNode => {
  const { processed, total, etaMs } = run.progress;
  const share = total === null || total === 0 ? null : Math.min(100, (100 * processed) / total);
  return (
    <Stack spacing={0.5}>
      <Typography>
        {phaseWord(run)} · {count(processed)}
        {total !== null && ` of ${count(total)}`}
        {etaMs !== null && ` · ${duration(etaMs)} left`}
      </Typography>
      <LinearProgress
        aria-label={`${runTitle(run)}: progress`}
        variant={share === null ? "indeterminate" : "determinate"}
        {...(share === null ? {} : { value: share })}
      />
    </Stack>
  );
};

const Reason = ({ run, error }: Props & { readonly error: NonNullable<WireRun["error"]> }): ReactNode => {
  const { short, advice, place } = runErrorWords(error.code);
  const placeExists = usePageExists(place?.page ?? "");
  return (
    <Alert
      severity={run.state === "failed" ? "error" : "info"}
      variant="outlined"
      action={
        place === undefined || !placeExists ? null : (
          <Button color="inherit" size="small" href={href(place.page)}>
            {place.label}
          </Button>
        )
      }
    >
      <AlertTitle>{sentence(short)}</AlertTitle>
      <Stack spacing={0.5}>
        <span>{error.message}</span>
        <span>{advice}</span>
      </Stack>
    </Alert>
  );
};
