import type { Schedule } from "../../src/domain/schedule/schedule.ts";

/** A schedule that has run before. */
export const aSchedule: Schedule = {
  name: "nightly",
  kind: "full",
  cronExpression: "0 2 * * *",
  timezone: "Europe/Berlin",
  description: "Every night",
  enabled: true,
  revision: 5_000,
  decidedThrough: 6_000,
  createdAt: 5_000,
  updatedAt: 5_000,
  runCount: 3,
  successCount: 2,
  successMs: 3_001,
  lastRunAt: 6_000,
  lastStatus: "succeeded",
  lastError: null,
  activeRunId: null,
};
