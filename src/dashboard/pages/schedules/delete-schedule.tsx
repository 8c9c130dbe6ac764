import { Typography } from "@mui/material";
import type { ReactNode } from "react";
import type { WireSchedule } from "../../../contract/schedule.ts";
import { useTRPC } from "../../api/trpc.ts";
import { href } from "../../routing/route.ts";
import { navigate } from "../../routing/use-route.ts";
import { ConfirmDialog } from "../../shared/confirm-dialog.tsx";
import { useAct } from "../../shared/use-act.ts";

type Props = { readonly schedule: WireSchedule; readonly onClose: () => void };

/** Resolves on the way: what is shown of a schedule that is gone must not be asked for again. */
const toList = (): Promise<void> => {
  const gone = Promise.withResolvers<void>();
  window.addEventListener("hashchange", () => gone.resolve(), { once: true });
  navigate(href("schedules"));
  return gone.promise;
};

export const DeleteSchedule = ({ schedule: { name, etag }, onClose }: Props): ReactNode => {
  const onSuccess = toList;
  const remove = useAct(useTRPC().deleteSchedule.mutationOptions({ onSuccess }));
  const path = `/api/sync/schedules/${encodeURIComponent(name)}`;
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      phrase={name}
      confirmLabel="Delete the schedule"
      isDestructive
      // A shell would take an ETag's own quotes away.
      call={{ method: "DELETE", path, headers: { "If-Match": etag.replaceAll('"', '\\"') } }}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ name, ifMatch: etag })}
      onClose={onClose}
    >
      <Typography>
        It fires no more, and does not come back by itself, not even one that was there from the start. Its runs stay on
        record, and one that is under way goes on.
      </Typography>
    </ConfirmDialog>
  );
};
