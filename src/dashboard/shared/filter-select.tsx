import { MenuItem, TextField } from "@mui/material";
import type { ReactNode } from "react";
import { useFilter } from "../routing/use-route.ts";
import { sentence } from "./words.ts";

type Props<Value extends string> = {
  /** Of the filter in the address. */
  readonly name: string;
  readonly label: string;
  readonly values: readonly Value[];
  /** What a value is called; by default itself. */
  readonly words?: Readonly<Record<Value, string>>;
  /** What is shown without a choice; by default all. */
  readonly none?: string;
};

/** One of several values, or all of them. */
export const FilterSelect = <Value extends string>({
  name,
  label,
  values,
  words,
  none = "All",
}: Props<Value>): ReactNode => {
  const [value, set] = useFilter(name);
  return (
    <TextField
      select
      size="small"
      label={label}
      value={values.some((each) => each === value) ? value : ""}
      onChange={({ target }) => set(target.value)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      sx={{ minWidth: 150 }}
    >
      <MenuItem value="">{none}</MenuItem>
      {values.map((each) => (
        <MenuItem key={each} value={each}>
          {words?.[each] ?? sentence(each)}
        </MenuItem>
      ))}
    </TextField>
  );
};

/** The filter of the address, if it is one of these. */
export const useChoice = <Value extends string>(name: string, values: readonly Value[]): Value | undefined => {
  const [value] = useFilter(name);
  return values.find((each) => each === value);
};
