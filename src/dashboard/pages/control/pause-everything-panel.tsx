import { Stack, Typography } from "@mui/material";
import { type ReactNode, useState } from "react";
import type { WireStatus } from "../../../contract/status.ts";
import { useTRPC } from "../../api/trpc.ts";
import { ActButton } from "../../shared/act-button.tsx";
import { ConfirmDialog } from "../../shared/confirm-dialog.tsx";
import { Panel } from "../../shared/panel.tsx";
import { ReasonField } from "../../shared/reason-field.tsx";
import { useAct } from "../../shared/use-act.ts";

/** For when something is badly wrong: nothing is written by itself until somebody says so. */
export const PauseEverythingPanel = ({ status }: { readonly status: WireStatus }): ReactNode => {
  const [isAsking, setAsking] = useState(false);
  const isPaused = !status.realTime.wanted && status.scheduled.isPaused;
  return (
    <Panel title="Pause everything">
      <Stack spacing={1.5}>
        <Typography>
          {isPaused
            ? "Paused: real-time sync is stopped and no schedule fires. Start each again on this page."
            : "Stops real-time sync, pauses all schedules and cancels the full sync that runs."}
        </Typography>
        <Typography color="textSecondary">Nothing is lost: everything goes on from where it stopped.</Typography>
        <Stack direction="row">
          <ActButton
            operation="stopRealTime"
            unless={isPaused ? "Everything is paused already." : null}
            variant="outlined"
            color="error"
            onClick={() => setAsking(true)}
          >
            Pause everything …
          </ActButton>
        </Stack>
      </Stack>
      {isAsking && <PauseDialog runId={status.fullSync.runId} onClose={() => setAsking(false)} />}
    </Panel>
  );
};

type DialogProps = {
  /** The full sync that runs, if one does. */
  readonly runId: string | null;
  readonly onClose: () => void;
};

const PauseDialog = ({ runId, onClose }: DialogProps): ReactNode => {
  const trpc = useTRPC();
  const [reason, setReason] = useState("");
  const cancel = useAct(trpc.cancelRun.mutationOptions());
  const schedules = useAct(trpc.pauseSchedules.mutationOptions());
  const realTime = useAct(trpc.stopRealTime.mutationOptions());
  const pause = async (): Promise<void> => {
    // What would begin anew by itself is paused first. Each is harmless to repeat, so a failure half-way is mended by asking again.
    await schedules.mutateAsync();
    if (runId !== null) await cancel.mutateAsync({ id: runId });
    await realTime.mutateAsync({ reason });
    onClose();
  };
  return (
    <ConfirmDialog
      title="Pause everything?"
      phrase="pause everything"
      confirmLabel="Pause everything"
      isDestructive
      isIncomplete={reason.trim() === ""}
      call={{ method: "POST", path: "/api/sync/real-time/stop", body: { reason: reason.trim() || "…" } }}
      isBusy={schedules.isPending || cancel.isPending || realTime.isPending}
      error={schedules.error ?? cancel.error ?? realTime.error}
      // Each shows its own error above.
      onConfirm={() => void pause().catch(() => undefined)}
      onClose={onClose}
    >
      <Typography>
        Changes are no longer followed and no schedule fires, also across restarts, until somebody starts them again.
        Everybody who looks at the dashboard reads your reason.
      </Typography>
      <ReasonField reason={reason} onChange={setReason} />
    </ConfirmDialog>
  );
};
