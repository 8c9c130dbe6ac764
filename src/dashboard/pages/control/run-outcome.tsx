import { Alert, AlertTitle } from "@mui/material";
import type { ReactNode } from "react";
import type { WireRun } from "../../../contract/run.ts";
import { count, duration } from "../../shared/format.ts";
import { runTitle } from "../../shared/run-title.ts";

/** How a run ended, and what it counted. */
export const RunOutcome = ({ run }: { readonly run: WireRun }): ReactNode => {
  const { counts, dryRun, state, error } = run;
  const changes = counts.applied + counts.retracted;
  return (
    <Alert severity={state === "succeeded" ? "success" : "warning"} variant="outlined">
      <AlertTitle>
        {runTitle(run)} {state}
        {tookOf(run)}
      </AlertTitle>
      {error !== null && `${error.message} `}
      {count(counts.read)} documents read, {count(changes)} {dryRun ? "would change" : "changed"},{" "}
      {count(counts.unchanged)} unchanged, {count(counts.notPosted)} not posted, {count(counts.failed)} cannot be
      projected
      {counts.toRetract > 0 && `, ${count(counts.toRetract)} ${dryRun ? "would be" : "to be"} taken back`}.
    </Alert>
  );
};

const tookOf = ({ startedAt, endedAt }: WireRun): string =>
  startedAt === null || endedAt === null ? "" : ` after ${duration(Date.parse(endedAt) - Date.parse(startedAt))}`;
