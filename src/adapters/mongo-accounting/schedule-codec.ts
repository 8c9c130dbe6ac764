import type { Document } from "mongodb";
import { historyOf } from "../../domain/schedule/history.ts";
import type { Schedule, ScheduleHistory } from "../../domain/schedule/schedule.ts";

export type ScheduleDocument = { readonly _id: string; readonly [field: string]: unknown };

/** The leader's part stands in a document of its own, so that it is written whole beside what people change. */
export const documentOfSchedule = (schedule: Schedule): ScheduleDocument => {
  const { name, kind, cronExpression, timezone, description, enabled, revision } = schedule;
  return {
    _id: name,
    ...{ kind, cronExpression, timezone, description, enabled, revision },
    decidedThrough: new Date(schedule.decidedThrough),
    createdAt: new Date(schedule.createdAt),
    updatedAt: new Date(schedule.updatedAt),
    history: documentOfHistory(historyOf(schedule)),
  };
};

export const documentOfHistory = ({ lastRunAt, ...history }: ScheduleHistory): Document => ({
  ...history,
  lastRunAt: lastRunAt === null ? null : new Date(lastRunAt),
});

export const scheduleOf = (document: Document): Schedule => {
  const { _id, epoch: _, history, decidedThrough, createdAt, updatedAt, ...definition } = document;
  // Safe: what `documentOfSchedule` wrote.
  return {
    ...definition,
    ...history,
    name: _id,
    lastRunAt: history.lastRunAt?.getTime() ?? null,
    decidedThrough: decidedThrough.getTime(),
    createdAt: createdAt.getTime(),
    updatedAt: updatedAt.getTime(),
  } as Schedule;
};
