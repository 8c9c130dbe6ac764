import type { Check } from "../domain/consistency/check.ts";
import { assessHealth } from "../domain/sync/health.ts";
import type { SyncEvent } from "../domain/sync/sync-event.ts";
import { consistencyOf } from "./consistency-input.ts";
import type { Observation } from "./observe.ts";

/** Tells health and real time when they are others than when they were told last. */
export type StatusNews = {
  observed(observation: Observation, newestCheck: Check | null, now: number): void;
};

export const createStatusNews = (tell: (event: SyncEvent) => void): StatusNews => {
  let toldHealth: string | null = null;
  let toldRealTime: string | null = null;
  return {
    observed: ({ stats, health: input }, newestCheck, now) => {
      const { state, isRunning, wanted, error } = stats.status.realTime;
      const consistency = newestCheck === null ? null : consistencyOf(newestCheck, now);
      const health = assessHealth({ ...input, consistency });
      const realTimeMark = JSON.stringify([state, isRunning, wanted, error?.code]);
      const healthMark = JSON.stringify([health.status, health.reasons.map(({ code }) => code)]);
      if (realTimeMark !== toldRealTime) tell({ type: "realTime", data: { state, isRunning, wanted, error } });
      if (healthMark !== toldHealth) tell({ type: "health", data: health });
      toldRealTime = realTimeMark;
      toldHealth = healthMark;
    },
  };
};
