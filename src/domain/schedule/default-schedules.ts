import type { ScheduleDefinition } from "./schedule.ts";

/** What a first start sets up. Theirs from then on: whoever changes or deletes one does so for good. */
export const defaultSchedules = (timezone: string): readonly ScheduleDefinition[] => [
  {
    name: "daily_sync",
    kind: "full",
    cronExpression: "0 2 * * *",
    description: "Full sync of everything, every night",
    timezone,
    enabled: true,
  },
  {
    name: "hourly_sync",
    kind: "incremental",
    cronExpression: "0 * * * *",
    description: "Recent changes, every hour",
    timezone,
    enabled: true,
  },
  {
    name: "weekly_consistency_check",
    kind: "consistency",
    cronExpression: "0 3 * * 0",
    description: "Check of the ledger against the main database, every Sunday",
    timezone,
    enabled: true,
  },
  {
    name: "monthly_deep_sync",
    kind: "deep",
    cronExpression: "0 4 1 * *",
    description: "Full sync with totals rebuilt and service data cleaned up, every month",
    timezone,
    enabled: true,
  },
];
