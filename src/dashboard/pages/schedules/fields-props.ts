import type { FormValues } from "./form-values.ts";

/** What the fields of a schedule's form have in common. */
export type FieldsProps = {
  readonly values: FormValues;
  readonly onChange: (change: Partial<FormValues>) => void;
  /** Why a field is refused, by its name. */
  readonly refusals: ReadonlyMap<string, string>;
};
