import { Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useTRPC } from "../../api/trpc.ts";
import { ConfirmDialog } from "../../shared/confirm-dialog.tsx";
import { useAct } from "../../shared/use-act.ts";

type Props = {
  readonly deep: boolean;
  /** The run that stopped before taking rows back; null = a new one. */
  readonly confirm: string | null;
  readonly onClose: () => void;
};

export const FullSyncDialog = ({ deep, confirm, onClose }: Props): ReactNode => {
  const start = useAct(useTRPC().startFullSync.mutationOptions({ onSuccess: onClose }));
  const body = { ...(deep ? { deep } : {}), ...(confirm === null ? {} : { confirm }) };
  const hasBody = Object.keys(body).length > 0;
  return (
    <ConfirmDialog
      title={confirm === null ? "Run a full sync?" : "Let the full sync take rows back?"}
      phrase={confirm === null ? "full sync" : "take rows back"}
      confirmLabel={confirm === null ? "Run it" : "Go on"}
      isDestructive={confirm !== null}
      call={{ method: "POST", path: "/api/sync/full", body: hasBody ? body : undefined }}
      isBusy={start.isPending}
      error={start.error}
      onConfirm={() => start.mutate(body)}
      onClose={onClose}
    >
      <Typography>
        {confirm === null
          ? "Every document of the main database is compared with the ledger, and what differs is corrected. Entries made by accountants are never touched. It can be cancelled, and stops by itself before it takes back more rows than a person should have to believe."
          : "It stopped because more rows would be taken back than seems right. Look at the main database first: if documents are missing there by mistake, their rows will be voided here."}
      </Typography>
    </ConfirmDialog>
  );
};
