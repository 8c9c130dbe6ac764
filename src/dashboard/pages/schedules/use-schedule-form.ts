import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import type { WireSchedule, WireSchedulePreview } from "../../../contract/schedule.ts";
import { useTRPC } from "../../api/trpc.ts";
import { useAct } from "../../shared/use-act.ts";
import { changesOf, type FormValues, newValues, valuesOf } from "./form-values.ts";
import { viewerZone } from "./in-zone.ts";
import { useLinePreview, useSettled } from "./use-line-preview.ts";

export type ScheduleForm = {
  readonly values: FormValues;
  readonly change: (change: Partial<FormValues>) => void;
  readonly preview: UseQueryResult<WireSchedulePreview>;
  /** What somebody else has made of it since the form was opened, and the same with what was changed here; null = nothing. */
  readonly conflict: { readonly theirs: FormValues; readonly yours: FormValues } | null;
  /** Goes on from one of the two. */
  readonly adopt: (values: FormValues) => void;
  /** It can be saved. */
  readonly isReady: boolean;
  readonly save: () => void;
  readonly isSaving: boolean;
  readonly error: unknown;
};

/** A new schedule where `schedule` is null; otherwise what differs from it is changed, and never over somebody else's change. */
export const useScheduleForm = (schedule: WireSchedule | null, onSaved: (name: string) => void): ScheduleForm => {
  // What the change is made to: the service refuses it where another one is there by then.
  const [base, setBase] = useState(schedule);
  const [values, setValues] = useState(() => (schedule === null ? newValues(viewerZone()) : valuesOf(schedule)));
  const trimmed = { ...values, cronExpression: values.cronExpression.trim(), timezone: values.timezone.trim() };
  const preview = useLinePreview(useSettled(trimmed));
  const trpc = useTRPC();
  const onSuccess = ({ name }: WireSchedule): void => onSaved(name);
  const create = useAct(trpc.createSchedule.mutationOptions({ onSuccess }));
  const redefine = useAct(trpc.changeSchedule.mutationOptions({ onSuccess }));
  const changes = base === null ? trimmed : changesOf(base, trimmed);
  const isChanged = base === null ? values.name !== "" : Object.keys(changes).length > 0;
  const isOutdated = schedule !== null && schedule.etag !== base?.etag;
  const conflict = isOutdated ? { theirs: schedule, yours: { ...valuesOf(schedule), ...changes } } : null;
  return {
    values,
    change: (change) => setValues({ ...values, ...change }),
    preview,
    conflict,
    adopt: (next) => {
      setBase(schedule);
      setValues(valuesOf(next));
      redefine.reset();
    },
    isReady: isChanged && preview.error === null && conflict === null,
    save: () => {
      if (base === null) create.mutate(trimmed);
      else redefine.mutate({ ...changes, name: base.name, ifMatch: base.etag });
    },
    isSaving: create.isPending || redefine.isPending,
    error: create.error ?? redefine.error,
  };
};
