import { TextField } from "@mui/material";
import type { ReactNode } from "react";
import { useFilter } from "../../routing/use-route.ts";

type Props = {
  /** Of the filter in the address. */
  readonly name: string;
  readonly label: string;
};

/** A day of the viewer's calendar, in the address as `2024-01-31`. */
export const DayFilter = ({ name, label }: Props): ReactNode => {
  const [day, setDay] = useFilter(name);
  return (
    <TextField
      type="date"
      size="small"
      label={label}
      value={day}
      onChange={({ target }) => setDay(target.value)}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
};

/** The beginning of that day where the viewer is, `daysLater` days on; undefined where the address names no day. */
export const useDay = (name: string, daysLater: number): string | undefined => {
  const [day] = useFilter(name);
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year === undefined) return undefined;
  return new Date(Number(year), Number(month) - 1, Number(date) + daysLater).toISOString();
};
