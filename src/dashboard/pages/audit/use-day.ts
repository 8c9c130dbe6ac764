import { useFilter } from "../../routing/use-route.ts";

/** The beginning of that day where the viewer is, `daysLater` days on; undefined where the address names no day. */
export const useDay = (name: string, daysLater: number): string | undefined => {
  const [day] = useFilter(name);
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year === undefined) return undefined;
  return new Date(Number(year), Number(month) - 1, Number(date) + daysLater).toISOString();
};
