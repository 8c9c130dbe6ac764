import type { WireSchedule } from "../../../contract/schedule.ts";

/** What a person says of a schedule. */
export type FormValues = Pick<
  WireSchedule,
  "name" | "kind" | "cronExpression" | "timezone" | "description" | "enabled"
>;

export const newValues = (timezone: string): FormValues => ({
  name: "",
  kind: "full",
  cronExpression: "0 2 * * *",
  timezone,
  description: "",
  enabled: true,
});

export const valuesOf = ({ name, kind, cronExpression, timezone, description, enabled }: FormValues): FormValues => ({
  name,
  kind,
  cronExpression,
  timezone,
  description,
  enabled,
});

/** What differs, of what may be changed: a schedule keeps its name. */
export const changesOf = (before: FormValues, after: FormValues): Partial<FormValues> => {
  const changed = Object.entries(valuesOf(after)).filter(
    // Safe: the keys are those of the same type.
    ([field, value]) => field !== "name" && before[field as keyof FormValues] !== value,
  );
  return Object.fromEntries(changed);
};
