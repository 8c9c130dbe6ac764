import { TextField } from "@mui/material";
import type { ReactNode } from "react";
import { useFilter } from "../routing/use-route.ts";

type Props = {
  /** Of the filter in the address. */
  readonly name: string;
  readonly label: string;
};

/** A day of the calendar, in the address as `2024-01-31`. */
export const FilterDay = ({ name, label }: Props): ReactNode => {
  const [day, setDay] = useFilter(name);
  return (
    <TextField
      type="date"
      size="small"
      label={label}
      value={day}
      onChange={({ target }) => setDay(target.value)}
      slotProps={{ inputLabel: { shrink: true } }}
      sx={{ width: 150 }}
    />
  );
};
