import { Typography } from "@mui/material";
import { type ReactNode, useState } from "react";
import type { WireRun } from "../../../contract/run.ts";
import { runPath } from "../../../contract/run-path.ts";
import { useTRPC } from "../../api/trpc.ts";
import { ActButton } from "../../shared/act-button.tsx";
import { ConfirmDialog } from "../../shared/confirm-dialog.tsx";
import { runTitle } from "../../shared/run-title.ts";
import { useAct } from "../../shared/use-act.ts";

/** Ends a run that is under way, after a question. */
export const CancelRun = ({ run }: { readonly run: WireRun }): ReactNode => {
  const [isAsking, setAsking] = useState(false);
  const close = (): void => setAsking(false);
  const cancel = useAct(useTRPC().cancelRun.mutationOptions({ onSuccess: close }));
  return (
    <>
      <ActButton operation="cancelRun" variant="outlined" onClick={() => setAsking(true)}>
        Cancel run …
      </ActButton>
      {isAsking && (
        <ConfirmDialog
          title={`Cancel this run? ${runTitle(run)}`}
          phrase={null}
          confirmLabel="Cancel the run"
          call={{ method: "POST", path: `${runPath(run.id)}/cancel` }}
          isBusy={cancel.isPending}
          error={cancel.error}
          onConfirm={() => cancel.mutate({ id: run.id })}
          onClose={close}
        >
          <Typography>
            What it has done so far stays, and is right. What it has not come to is left for another run.
          </Typography>
        </ConfirmDialog>
      )}
    </>
  );
};
