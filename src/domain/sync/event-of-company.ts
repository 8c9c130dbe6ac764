import type { Id } from "../ids.ts";
import type { ToldEvent } from "./sync-event.ts";

/**
 * The event as a reader of one company may see it; null = not at all. Of commits he is told only his own properties. Runs,
 * schedules, failures and checks concern every company and are told to none.
 */
export const eventOfCompany = (event: ToldEvent, companyId: Id): ToldEvent | null => {
  switch (event.type) {
    case "commit": {
      const touched = event.data.touched.filter((property) => property.companyId === companyId);
      return { ...event, data: { ...event.data, touched } };
    }
    case "ledgerEntry":
      return event.data.companyId === companyId ? event : null;
    case "health":
    case "realTime":
    case "resync":
      return event;
    case "run":
    case "schedule":
    case "failure":
    case "check":
      return null;
  }
};
