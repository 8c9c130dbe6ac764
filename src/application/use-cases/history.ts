import {
  type History,
  type HistoryPoint,
  type HistoryWindow,
  historyPointMs,
  stretchesOf,
} from "../../domain/sync/history.ts";
import { answerInTime } from "../answer-in-time.ts";
import type { Pipeline } from "../pipeline.ts";

/** How long each is, and how long its stretches are: never more than 360 of them. Unit: ms. */
const spans: Readonly<Record<HistoryWindow, { readonly lengthMs: number; readonly stepMs: number }>> = {
  "15m": { lengthMs: 15 * 60_000, stepMs: 10_000 },
  "1h": { lengthMs: 60 * 60_000, stepMs: 20_000 },
  "24h": { lengthMs: 24 * 60 * 60_000, stepMs: 5 * 60_000 },
};

/** A leader writes each point when it is over, and is not silent before this long. Unit: ms. */
const untoldMaxMs = 30_000;

export type HistoryUseCases = {
  /** How it was: lag, changes and errors of the window up to now, from what the leaders have written down. */
  history(window: HistoryWindow): Promise<History>;
};

export const createHistoryUseCases = ({ ports }: Pipeline): HistoryUseCases => ({
  history: async (window) => {
    const { lengthMs, stepMs } = spans[window];
    const now = ports.clock.now();
    const from = floorTo(stepMs, now - lengthMs) + stepMs;
    const points = await answerInTime(ports, (signal) => ports.history.between(from, now, signal));
    const to = toldUntil(points, now);
    return { window, from, to, stepMs, stretches: stretchesOf(points, { from, to, stepMs }) };
  },
});

/** What is not written yet is no gap; a leader that has been silent for longer is one. */
const toldUntil = (points: readonly HistoryPoint[], now: number): number => {
  const last = points.at(-1);
  const known = last === undefined ? 0 : last.at + historyPointMs;
  return now - known <= untoldMaxMs ? known : floorTo(historyPointMs, now);
};

const floorTo = (stepMs: number, ms: number): number => Math.floor(ms / stepMs) * stepMs;
