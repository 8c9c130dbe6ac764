import { Alert, LinearProgress, Link, Stack } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireRun } from "../../../contract/run.ts";
import { useTRPC } from "../../api/trpc.ts";
import { usePageExists } from "../../routing/known-pages.ts";
import { href } from "../../routing/route.ts";
import { count, countOf } from "../../shared/format.ts";
import { QueryView } from "../../shared/query-view.tsx";

type Props = { readonly id: string; readonly onClose: () => void };

/** How often a run that was begun here is looked at. Unit: ms. */
const lookMs = 1_000;

const isOver = ({ state }: WireRun): boolean => state !== "queued" && state !== "running";

/** What became of the retries that were begun here. */
export const RetryRun = ({ id, onClose }: Props): ReactNode => {
  const run = useQuery(
    useTRPC().run.queryOptions(
      { id },
      { refetchInterval: ({ state }) => (state.data !== undefined && isOver(state.data) ? false : lookMs) },
    ),
  );
  const hasPage = usePageExists("runs");
  return (
    <QueryView query={run} loading={<Alert severity="info">The retries begin.</Alert>}>
      {(data) => (
        <Alert severity={severityOf(data)} variant="outlined" {...(isOver(data) ? { onClose } : {})}>
          <Stack spacing={1}>
            <span role="status">
              {textOf(data)} {hasPage && <Link href={href("runs", [id])}>Show the run</Link>}
            </span>
            {!isOver(data) && <LinearProgress aria-label="Retries: progress" />}
          </Stack>
        </Alert>
      )}
    </QueryView>
  );
};

const severityOf = (run: WireRun) => {
  if (!isOver(run)) return "info";
  return run.state === "succeeded" && run.counts.failed === 0 ? "success" : "warning";
};

const textOf = (run: WireRun): string => {
  const { read, failed } = run.counts;
  if (!isOver(run)) return `Trying again: ${count(run.progress.processed)} done.`;
  const done = `${countOf(read, "document")} tried again: ${count(read - failed)} healed, ${count(failed)} still failing.`;
  return run.state === "succeeded" ? done : `The retries ${run.state}: ${run.error?.message ?? ""} ${done}`;
};
