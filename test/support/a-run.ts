import { emptyCounts, type Run } from "../../src/domain/sync/run.ts";

/** A full sync that has just begun. */
export const aRun: Run = {
  id: "r1",
  kind: "full",
  trigger: "api",
  actor: "eve",
  state: "running",
  projectionId: "p1",
  reading: 1,
  dryRun: false,
  confirmed: false,
  progress: { phase: "properties", after: null, processed: 0, total: null },
  counts: emptyCounts,
  drift: [],
  orphansCounted: true,
  startedAt: 0,
  endedAt: null,
  createdAt: 0,
  error: null,
  resumedFrom: null,
  schedule: null,
};
