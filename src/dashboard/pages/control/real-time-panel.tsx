import { Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useState } from "react";
import type { WireRealTime } from "../../../contract/real-time.ts";
import { useTRPC } from "../../api/trpc.ts";
import { ActButton } from "../../shared/act-button.tsx";
import { ConfirmDialog } from "../../shared/confirm-dialog.tsx";
import { lag } from "../../shared/format.ts";
import { Panel } from "../../shared/panel.tsx";
import { ProblemAlert } from "../../shared/problem-alert.tsx";
import { Time } from "../../shared/time.tsx";
import { useAct } from "../../shared/use-act.ts";

const stateWords: Readonly<Record<WireRealTime["state"], string>> = {
  stopped: "Stopped: changes of the main database are not followed.",
  starting: "Starting: the stream of changes is being opened.",
  initial_sync: "First sync: everything is read once, then changes are followed.",
  reprojecting: "Rewriting the ledger by other rules; changes are followed meanwhile.",
  history_lost: "Changes were missed; a full sync closes the gap.",
  live: "Live: changes flow into the ledger as they happen.",
  waiting: "Waiting for a database; it goes on by itself.",
  failed: "Stopped by an error.",
};

export const RealTimePanel = ({ realTime }: { readonly realTime: WireRealTime }): ReactNode => {
  const trpc = useTRPC();
  const start = useAct(trpc.startRealTime.mutationOptions());
  const [isAsking, setAsking] = useState(false);
  return (
    <Panel title="Real-time sync">
      <Stack spacing={1.5}>
        <Typography>{stateWords[realTime.state]}</Typography>
        <Typography color="textSecondary">
          {realTime.lagMs === null ? "Lag unknown" : `Lag ${lag(realTime.lagMs)}`} · last change applied{" "}
          <Time at={realTime.lastSync} none="never" />
        </Typography>
        {realTime.error !== null && <Typography color="error">{realTime.error.message}</Typography>}
        {start.error !== null && <ProblemAlert error={start.error} />}
        <Stack direction="row" spacing={1}>
          {realTime.wanted && realTime.state !== "failed" ? (
            <ActButton operation="stopRealTime" variant="outlined" onClick={() => setAsking(true)}>
              Stop
            </ActButton>
          ) : (
            <ActButton
              operation="startRealTime"
              variant="contained"
              loading={start.isPending}
              onClick={() => start.mutate()}
            >
              Start
            </ActButton>
          )}
        </Stack>
      </Stack>
      {isAsking && <StopDialog onClose={() => setAsking(false)} />}
    </Panel>
  );
};

const StopDialog = ({ onClose }: { readonly onClose: () => void }): ReactNode => {
  const stop = useAct(useTRPC().stopRealTime.mutationOptions({ onSuccess: onClose }));
  return (
    <ConfirmDialog
      title="Stop real-time sync?"
      phrase="stop"
      confirmLabel="Stop real-time sync"
      isDestructive
      call={{ method: "POST", path: "/api/sync/real-time/stop" }}
      isBusy={stop.isPending}
      error={stop.error}
      onConfirm={() => stop.mutate({})}
      onClose={onClose}
    >
      <Typography>
        What was read is committed and the position saved, then changes are no longer followed: the ledger grows old
        until somebody starts it again, also across restarts of the service. Nothing is lost: it goes on from where it
        stopped.
      </Typography>
    </ConfirmDialog>
  );
};
