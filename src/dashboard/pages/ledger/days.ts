import type { TimeMode } from "../../shared/time.tsx";

const pad = (value: number): string => String(value).padStart(2, "0");

/** The day of a moment, `2024-01-31`: books go by days, so also where times are told as “3 days ago”. */
export const dayOf = (at: string, mode: TimeMode): string => {
  const date = new Date(at);
  if (mode === "utc") return date.toISOString().slice(0, 10);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
};

/** The first moment of a day, or of the day `later` days after it, in the zone that days are told in; null for what is no day. */
export const startOfDay = (day: string, mode: TimeMode, later = 0): string | null => {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined) return null;
  const parts = [Number(year), Number(month) - 1, Number(date) + later] as const;
  const ms = mode === "utc" ? Date.UTC(...parts) : new Date(...parts).getTime();
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
};

/** A day as an entry says it: noon in UTC, which is on that day nearly everywhere. */
export const noonOf = (day: string): string => `${day}T12:00:00Z`;
