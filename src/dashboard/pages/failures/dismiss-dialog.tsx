import { Typography } from "@mui/material";
import { type ReactNode, useState } from "react";
import type { WireFailure } from "../../../contract/failure.ts";
import { useTRPC } from "../../api/trpc.ts";
import { ConfirmDialog } from "../../shared/confirm-dialog.tsx";
import { ReasonField } from "../../shared/reason-field.tsx";
import { useAct } from "../../shared/use-act.ts";

type Props = { readonly failure: WireFailure; readonly onClose: () => void };

/** Leaves a document out of the books by a person's word. */
export const DismissDialog = ({ failure: { id, collection }, onClose }: Props): ReactNode => {
  const [reason, setReason] = useState("");
  const dismiss = useAct(useTRPC().dismissFailure.mutationOptions({ onSuccess: onClose }));
  const isEmpty = reason.trim() === "";
  return (
    <ConfirmDialog
      title="Dismiss this failure?"
      phrase={null}
      confirmLabel="Dismiss"
      isDestructive
      isIncomplete={isEmpty}
      call={{
        method: "POST",
        path: `/api/sync/failures/${encodeURIComponent(id)}/dismiss`,
        body: { reason: isEmpty ? "…" : reason.trim() },
      }}
      isBusy={dismiss.isPending}
      error={dismiss.error}
      onConfirm={() => dismiss.mutate({ id, reason: reason.trim() })}
      onClose={onClose}
    >
      <Typography>
        It counts for nothing any more, though the document still cannot be projected: {consequence[collection]} Your
        reason stays in the audit trail. If the document changes and is still wrong, the failure opens again.
      </Typography>
      <ReasonField reason={reason} onChange={setReason} autoFocus />
    </ConfirmDialog>
  );
};

const consequence: Readonly<Record<WireFailure["collection"], string>> = {
  payments: "the payment stays out of the books, or its rows stay as they were.",
  properties: "the account stays as it was.",
  owners: "accounts keep the name they had for this owner.",
};
