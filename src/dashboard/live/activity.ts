import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { createContext, useContext, useMemo, useSyncExternalStore } from "react";
import type { WireHistory, WireHistoryWindow } from "../../contract/history.ts";
import { useTRPC } from "../api/trpc.ts";
import { type ActivityLog, createActivityLog } from "./activity-log.ts";
import { joinHistory, type Stretch } from "./join-history.ts";

export const ActivityContext = createContext<ActivityLog>(createActivityLog());

/** What was heard is replaced by what the service has written down as often as this. Unit: ms. */
const askMs = 5 * 60_000;
/** What was not yet written when the page was opened, and not heard either, is soon; the beginning of the stream asks once more. */
const askAtFirstMs = 12_000;
const firstAnswers = 2;
const askAfterErrorMs = 3_000;

/** The window up to now, oldest first: what the service has written down, and what was heard since. */
export const useActivity = (
  window: WireHistoryWindow,
): readonly [UseQueryResult<WireHistory, unknown>, readonly Stretch[]] => {
  const log = useContext(ActivityContext);
  const version = useSyncExternalStore(log.subscribe, log.version);
  const history = useQuery(
    useTRPC().history.queryOptions(
      { window },
      {
        placeholderData: keepPreviousData,
        refetchInterval: ({ state: { error, dataUpdateCount } }) => {
          if (error !== null) return askAfterErrorMs;
          return dataUpdateCount <= firstAnswers ? askAtFirstMs : askMs;
        },
      },
    ),
  );
  const { data } = history;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for what the log has heard
  const stretches = useMemo(
    () => (data === undefined ? [] : joinHistory(data, log.heardSince(Date.parse(data.to)))),
    [data, log, version],
  );
  return [history, stretches];
};
