import { type HistoryPoint, historyPointMs } from "../domain/sync/history.ts";
import type { SyncError } from "../domain/sync/sync-status.ts";
import type { HistoryMeter } from "./history-meter.ts";
import type { Clock } from "./ports/clock.ts";
import type { HistoryMinute, HistoryStore } from "./ports/history-store.ts";

const minuteMs = 60_000;
/** Minutes that wait for the database to come back; of more the oldest are left out, and are gaps. */
const unsavedMax = 60;

export type HistoryKeeperPorts = {
  readonly history: HistoryStore;
  readonly clock: Clock;
  readonly epoch: bigint;
  readonly meter: HistoryMeter;
  /** Newest first. */
  readonly errors: () => readonly SyncError[];
};

/** Writes down what a leader meets, point by point, so that every instance can tell it, also after a restart. */
export type HistoryKeeper = {
  /** Resolves when the term is over. */
  keep(): Promise<void>;
  /** Writes what has come since the last point. */
  lastWords(): Promise<void>;
};

export const createHistoryKeeper = (ports: HistoryKeeperPorts, signal: AbortSignal): HistoryKeeper => {
  const { clock, meter, history, epoch } = ports;
  let pointAt = pointOf(clock.now());
  let unsaved: readonly HistoryMinute[] = [];
  // What was met before this term belongs to another.
  meter.take(pointAt, 0);

  const note = (): void => {
    const now = clock.now();
    const errors = ports.errors().filter(({ at }) => at >= pointAt && at < pointAt + historyPointMs).length;
    unsaved = withPoint(unsaved, meter.take(pointAt, errors));
    pointAt = pointOf(now);
  };
  const save = async (): Promise<void> => {
    const minutes = unsaved;
    // Whoever moves money tells of a database that is away; here it is tried again with the next point.
    for (const minute of minutes) await history.save(minute, epoch, signal);
    // The newest is not over yet.
    const over = new Set(minutes.slice(0, -1).map(({ at }) => at));
    unsaved = unsaved.filter(({ at }) => !over.has(at));
  };
  const trySave = (): Promise<void> => save().catch(() => undefined);

  return {
    keep: async () => {
      while (!signal.aborted) {
        await clock.sleep(pointAt + historyPointMs - clock.now(), signal).catch(() => undefined);
        if (signal.aborted) return;
        note();
        await trySave();
      }
    },
    lastWords: async () => {
      if (signal.aborted) return;
      note();
      await trySave();
    },
  };
};

const pointOf = (ms: number): number => Math.floor(ms / historyPointMs) * historyPointMs;

const withPoint = (minutes: readonly HistoryMinute[], point: HistoryPoint): readonly HistoryMinute[] => {
  const at = Math.floor(point.at / minuteMs) * minuteMs;
  const present = minutes.find((minute) => minute.at === at);
  if (present !== undefined) {
    const points = [...present.points, point];
    return minutes.map((minute) => (minute === present ? { at, points } : minute));
  }
  return [...minutes, { at, points: [point] }].slice(-unsavedMax);
};
