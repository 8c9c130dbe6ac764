import type { History } from "../domain/sync/history.ts";
import type { WireHistory } from "./history.ts";
import { timeToWire } from "./time.ts";

export const historyToWire = ({ window, from, to, stepMs, stretches }: History): WireHistory => ({
  window,
  from: timeToWire(from),
  to: timeToWire(to),
  stepMs,
  stretches: stretches.map(({ at, ...stretch }) => ({ at: timeToWire(at), ...stretch })),
});
