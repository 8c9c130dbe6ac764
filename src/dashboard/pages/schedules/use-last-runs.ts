import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { WireRun } from "../../../contract/run.ts";
import type { WireSchedule } from "../../../contract/schedule.ts";
import { useTRPCClient } from "../../api/trpc.ts";
import { isOver } from "../../shared/runs/run-time.ts";

/** How many runs of a schedule are seen at a glance. */
export const lastRunsShown = 10;

/** While one of them is under way. Unit: ms. */
const lookMs = 3_000;

/**
 * The newest runs of a schedule, newest first. They are asked for again when the schedule itself says that something has
 * happened: asked for at every event of any run, fifty schedules would soon be more than a caller may ask in a minute.
 */
export const useLastRuns = (schedule: WireSchedule): UseQueryResult<readonly WireRun[]> => {
  const client = useTRPCClient();
  const { name, lastRun, lastStatus, lastError, runCount, nextRun } = schedule;
  return useQuery({
    queryKey: ["lastRuns", name, { lastRun, lastStatus, lastError, runCount, nextRun }],
    queryFn: async ({ signal }): Promise<readonly WireRun[]> =>
      (await client.runs.query({ schedule: name, limit: lastRunsShown }, { signal })).items,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.every(isOver) === false ? lookMs : false),
  });
};
