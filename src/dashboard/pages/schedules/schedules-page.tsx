import type { ReactNode } from "react";
import { useRoute } from "../../routing/use-route.ts";
import { ScheduleDetail } from "./schedule-detail.tsx";
import { ScheduleList } from "./schedule-list.tsx";

/** What runs by itself, and when; one of them where the address names it. */
export const SchedulesPage = (): ReactNode => {
  const [name] = useRoute().path;
  return name === undefined ? <ScheduleList /> : <ScheduleDetail key={name} name={name} />;
};
