import { Checkbox, FormControlLabel, Stack, Typography } from "@mui/material";
import { skipToken, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { WireRun } from "../../../contract/run.ts";
import { useTRPC } from "../../api/trpc.ts";
import { ActButton } from "../../shared/act-button.tsx";
import { Panel } from "../../shared/panel.tsx";
import { ProblemAlert } from "../../shared/problem-alert.tsx";
import { useAct } from "../../shared/use-act.ts";
import { FullSyncDialog } from "./full-sync-dialog.tsx";
import { RunOutcome } from "./run-outcome.tsx";

const isOver = (state: WireRun["state"]): boolean => state !== "queued" && state !== "running";

/** How often a run that was started here is looked at. Unit: ms. */
const lookMs = 1_000;

/** First what would change, then the change itself. */
export const FullSyncPanel = (): ReactNode => {
  const trpc = useTRPC();
  const [deep, setDeep] = useState(false);
  const [asksFor, setAsksFor] = useState<{ readonly confirm: string | null } | null>(null);
  const dryRun = useAct(trpc.startFullSync.mutationOptions());
  const { data: latest } = useQuery(
    trpc.run.queryOptions(dryRun.data === undefined ? skipToken : { id: dryRun.data.id }, {
      refetchInterval: ({ state }) => (state.data !== undefined && isOver(state.data.state) ? false : lookMs),
    }),
  );
  const waiting = useWaitingForConfirmation();
  return (
    <Panel
      title="Full sync"
      hint="Everything is compared with the main database and corrected; safe beside real-time sync."
    >
      <Stack spacing={1.5}>
        {waiting !== null && <RunOutcome run={waiting} />}
        {latest !== undefined && isOver(latest.state) && <RunOutcome run={latest} />}
        {dryRun.error !== null && <ProblemAlert error={dryRun.error} />}
        <FormControlLabel
          control={<Checkbox checked={deep} onChange={(_event, checked) => setDeep(checked)} />}
          label="Deep: sum all totals anew and clear old service data, too"
        />
        <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
          <ActButton
            operation="startFullSync"
            variant="contained"
            loading={dryRun.isPending}
            onClick={() => dryRun.mutate({ dryRun: true, deep })}
          >
            Dry run
          </ActButton>
          <ActButton operation="startFullSync" variant="outlined" onClick={() => setAsksFor({ confirm: null })}>
            Full sync …
          </ActButton>
          {waiting !== null && (
            <ActButton
              operation="startFullSync"
              variant="outlined"
              color="error"
              onClick={() => setAsksFor({ confirm: waiting.id })}
            >
              Confirm and go on …
            </ActButton>
          )}
        </Stack>
        <Typography variant="body2" color="textSecondary">
          A dry run only counts what would change.
        </Typography>
      </Stack>
      {asksFor !== null && <FullSyncDialog deep={deep} confirm={asksFor.confirm} onClose={() => setAsksFor(null)} />}
    </Panel>
  );
};

/** The newest full sync, if it ended because a person has to look first. */
const useWaitingForConfirmation = (): WireRun | null => {
  const trpc = useTRPC();
  const { data: health } = useQuery(trpc.health.queryOptions());
  const isAsked = health?.reasons.some(({ code }) => code === "needs_confirmation") === true;
  const { data } = useQuery(trpc.runs.queryOptions(isAsked ? { state: "failed", limit: 20 } : skipToken));
  return data?.items.find(({ error }) => error?.code === "needs_confirmation") ?? null;
};
