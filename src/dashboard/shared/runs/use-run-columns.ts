import { useMemo } from "react";
import type { WireRun } from "../../../contract/run.ts";
import type { Column } from "../list/column.ts";
import type { ListQuery } from "../list/list-query.ts";
import { useNow } from "../time.tsx";
import { longestMs, runColumns } from "./run-columns.tsx";

/** The columns of a list of runs, their bars scaled to those that have been read; `ofOneSchedule` as in `runColumns`. */
export const useRunColumns = (
  { data }: Pick<ListQuery<WireRun>, "data">,
  ofOneSchedule = false,
): readonly Column<WireRun>[] => {
  const now = useNow();
  return useMemo(() => {
    const runs = data?.pages.flatMap(({ items }) => items) ?? [];
    return runColumns({ maxMs: longestMs(runs, now), now, ofOneSchedule });
  }, [data, now, ofOneSchedule]);
};
