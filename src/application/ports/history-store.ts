import type { HistoryPoint } from "../../domain/sync/history.ts";

/** How long minutes are kept. Unit: hours. */
export const historyKeptHours = 26;

/** One minute of one leader, as far as it has come. `at` is its beginning, milliseconds since the epoch. */
export type HistoryMinute = { readonly at: number; readonly points: readonly HistoryPoint[] };

/** What each leader has met, minute by minute. */
export type HistoryStore = {
  /** Writes the minute or replaces it whole: safe to repeat. A minute belongs to the leader of that epoch alone. */
  save(minute: HistoryMinute, epoch: bigint, signal: AbortSignal): Promise<void>;
  /** The points of all leaders that began at `from` or later and before `to`, oldest first. Milliseconds since the epoch. */
  between(from: number, to: number, signal: AbortSignal): Promise<readonly HistoryPoint[]>;
};
