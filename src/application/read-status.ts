import type { SyncStats, SyncStatus } from "../domain/sync/sync-status.ts";
import { answerInTime } from "./answer-in-time.ts";
import type { Pipeline } from "./pipeline.ts";
import { readObservation } from "./read-observation.ts";

/** What the pipeline says about itself; an instance that does not lead tells what the leader last said, and when. */
export const readStatus = async (pipeline: Pipeline): Promise<SyncStatus> =>
  (await readObservation(pipeline)).stats.status;

export const readStats = async (pipeline: Pipeline): Promise<SyncStats> => {
  const { stats } = await readObservation(pipeline);
  const { rounding, noiseTaken } = await answerInTime(pipeline.ports, pipeline.checkpoint);
  return { ...stats, rounding, noiseTaken };
};
