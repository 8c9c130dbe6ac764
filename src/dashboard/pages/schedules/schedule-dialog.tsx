import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack } from "@mui/material";
import type { FormEvent, ReactNode } from "react";
import type { WireSchedule } from "../../../contract/schedule.ts";
import { problemOf } from "../../api/problem-of.ts";
import { ProblemAlert } from "../../shared/problem-alert.tsx";
import { ConflictNote } from "./conflict-note.tsx";
import { LinePreview } from "./line-preview.tsx";
import { ScheduleFields } from "./schedule-fields.tsx";
import { useScheduleForm } from "./use-schedule-form.ts";

type Props = {
  /** As it is now, also while the dialog is open; null = a new one. */
  readonly schedule: WireSchedule | null;
  readonly onClose: () => void;
  readonly onSaved?: (name: string) => void;
};

/** Makes or changes a schedule, and shows while it is typed what would come of it. */
export const ScheduleDialog = ({ schedule, onClose, onSaved }: Props): ReactNode => {
  const form = useScheduleForm(schedule, (name) => {
    onClose();
    onSaved?.(name);
  });
  const { values, conflict, preview, error } = form;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (form.isReady) form.save();
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="md" aria-labelledby="schedule-title">
      <form onSubmit={submit} noValidate>
        <DialogTitle id="schedule-title">{schedule === null ? "New schedule" : `Change ${schedule.name}`}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            {conflict !== null && <ConflictNote {...conflict} onChoice={form.adopt} />}
            <ScheduleFields
              values={values}
              isNew={schedule === null}
              onChange={form.change}
              refusals={refusalsOf(preview.error, error)}
              preview={<LinePreview query={preview} />}
            />
            {error !== null && conflict === null && <ProblemAlert error={error} />}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} color="inherit">
            Cancel
          </Button>
          <Button type="submit" variant="contained" disabled={!form.isReady} loading={form.isSaving}>
            {schedule === null ? "Create" : "Save"}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

/** The service's own reasons, by the field they belong to. */
const refusalsOf = (...errors: readonly unknown[]): ReadonlyMap<string, string> =>
  new Map(
    errors
      .filter((error) => error !== null)
      .flatMap((error) => problemOf(error).errors)
      .map(({ pointer, message }) => [pointer.slice(1), message]),
  );
