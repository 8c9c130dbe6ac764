import { Stack } from "@mui/material";
import { type ReactNode, useState } from "react";
import type { WireSchedule } from "../../../contract/schedule.ts";
import { useTRPC } from "../../api/trpc.ts";
import { ActButton } from "../../shared/act-button.tsx";
import { PageHead } from "../../shared/page-head.tsx";
import { ProblemAlert } from "../../shared/problem-alert.tsx";
import { useAct } from "../../shared/use-act.ts";
import { DeleteSchedule } from "./delete-schedule.tsx";
import { RunNowNote } from "./run-now-note.tsx";
import { ScheduleDialog } from "./schedule-dialog.tsx";

type Props = {
  readonly schedule: WireSchedule;
  readonly up: { readonly to: string; readonly label: string };
};

/** The head of a schedule's page: its name, and everything that can be done with it. */
export const ScheduleHead = ({ schedule, up }: Props): ReactNode => {
  const { name, enabled } = schedule;
  const trpc = useTRPC();
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const trigger = useAct(trpc.triggerSchedule.mutationOptions());
  const change = useAct(trpc.changeSchedule.mutationOptions());
  const close = (): void => setOpen(null);
  const actions = (
    <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap" }}>
      <ActButton
        operation="triggerSchedule"
        variant="contained"
        loading={trigger.isPending}
        onClick={() => trigger.mutate({ name })}
      >
        Run now
      </ActButton>
      <ActButton operation="changeSchedule" variant="outlined" onClick={() => setOpen("edit")}>
        Edit …
      </ActButton>
      <ActButton
        operation="changeSchedule"
        variant="outlined"
        loading={change.isPending}
        onClick={() => change.mutate({ name, enabled: !enabled })}
      >
        {enabled ? "Disable" : "Enable"}
      </ActButton>
      <ActButton operation="deleteSchedule" variant="outlined" color="error" onClick={() => setOpen("delete")}>
        Delete …
      </ActButton>
    </Stack>
  );
  return (
    <>
      <PageHead title={name} up={up} action={actions} />
      {change.error !== null && <ProblemAlert error={change.error} />}
      <RunNowNote run={trigger.data ?? null} error={trigger.error} onClose={trigger.reset} />
      {open === "edit" && <ScheduleDialog schedule={schedule} onClose={close} />}
      {open === "delete" && <DeleteSchedule schedule={schedule} onClose={close} />}
    </>
  );
};
