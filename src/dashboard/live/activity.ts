import { createContext, useContext } from "react";
import { useNow } from "../shared/time.tsx";
import { type ActivityLog, createActivityLog, type Stretch } from "./activity-log.ts";

export const ActivityContext = createContext<ActivityLog>(createActivityLog());

/** The last quarter of an hour, as far as this dashboard has listened. Anew every few seconds. */
export const useActivity = (): readonly Stretch[] => {
  const log = useContext(ActivityContext);
  return log.stretches(useNow());
};
