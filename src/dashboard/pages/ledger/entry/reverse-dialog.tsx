import { Typography } from "@mui/material";
import { type ReactNode, useState } from "react";
import type { WireTransaction } from "../../../../contract/transaction.ts";
import { useTRPC } from "../../../api/trpc.ts";
import { ConfirmDialog } from "../../../shared/confirm-dialog.tsx";
import { Money } from "../../../shared/money.tsx";
import { ReasonField } from "../../../shared/reason-field.tsx";
import { useAct } from "../../../shared/use-act.ts";
import { typeWords } from "../words.ts";
import { newIdempotencyKey } from "./idempotency-key.ts";

type Props = { readonly row: WireTransaction; readonly onClose: () => void };

/** Takes back an accountant's entry: it stays where it was, void, with the reason. */
export const ReverseDialog = ({ row, onClose }: Props): ReactNode => {
  const { id, propertyId, type, amount, description } = row;
  const [idempotencyKey] = useState(newIdempotencyKey);
  const [typed, setReason] = useState("");
  const reason = typed.trim();
  const reverse = useAct(useTRPC().reverseTransaction.mutationOptions({ onSuccess: onClose }));
  return (
    <ConfirmDialog
      title="Reverse this entry?"
      phrase="reverse"
      confirmLabel="Reverse it"
      isDestructive
      isIncomplete={reason === ""}
      call={{
        method: "POST",
        path: `/api/sync/accounts/${encodeURIComponent(propertyId)}/transactions/${encodeURIComponent(id)}/reverse`,
        headers: { "Idempotency-Key": idempotencyKey },
        body: { reason: reason || "…" },
      }}
      isBusy={reverse.isPending}
      error={reverse.error}
      onConfirm={() => reverse.mutate({ propertyId, id, idempotencyKey, reason })}
      onClose={onClose}
    >
      <Typography>
        {typeWords[type]} of <Money {...amount} />
        {description !== null && `: ${description}`}. It stays in the list, struck out, and no longer counts; the
        journal keeps who reversed it and why. This cannot be taken back: enter it again if it was right.
      </Typography>
      <ReasonField reason={typed} onChange={setReason} />
    </ConfirmDialog>
  );
};
