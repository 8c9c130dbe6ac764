import type { ScheduleStore } from "../../application/ports/schedule-store.ts";
import { redefined, type Schedule } from "../../domain/schedule/schedule.ts";
import { frozenCopy } from "./frozen-copy.ts";
import type { LedgerStore } from "./ledger-store.ts";
import { compareText } from "./page-of.ts";
import type { Step } from "./simulation-point.ts";

export const createMemoryScheduleStore = (store: LedgerStore, step: Step): ScheduleStore => {
  const { schedules } = store;
  const put = (schedule: Schedule, epoch: bigint): Schedule => {
    const copy = frozenCopy(schedule);
    schedules.set(schedule.name, { schedule: copy, epoch });
    return copy;
  };
  const isOther = ({ revision }: Schedule, expected: readonly number[] | null): boolean =>
    expected !== null && !expected.includes(revision);
  return {
    prepare: (defaults, signal) =>
      step("schedules.prepare", signal, () => {
        if (store.schedulesState !== null) return;
        store.schedulesState = { isPaused: false, resumedAt: 0 };
        for (const schedule of defaults) if (!schedules.has(schedule.name)) put(schedule, 0n);
      }),
    list: (signal) =>
      step("schedules.list", signal, () =>
        [...schedules.values()].map(({ schedule }) => schedule).sort((a, b) => compareText(a.name, b.name)),
      ),
    get: (name, signal) => step("schedules.get", signal, () => schedules.get(name)?.schedule ?? null),
    insert: (schedule, max, signal) =>
      step("schedules.insert", signal, () => {
        if (schedules.has(schedule.name)) return "exists";
        if (schedules.size >= max) return "full";
        put(schedule, 0n);
        return "inserted";
      }),
    redefine: (name, revisions, { definition, now }, signal) =>
      step("schedules.redefine", signal, () => {
        const stored = schedules.get(name);
        if (stored === undefined) return { kind: "missing" };
        if (isOther(stored.schedule, revisions)) return { kind: "outdated" };
        return { kind: "changed", schedule: put(redefined(stored.schedule, definition, now), stored.epoch) };
      }),
    remove: (name, revisions, signal) =>
      step("schedules.remove", signal, () => {
        const stored = schedules.get(name);
        if (stored === undefined) return "missing";
        if (isOther(stored.schedule, revisions)) return "outdated";
        schedules.delete(name);
        return "removed";
      }),
    record: (seen, epoch, { decidedThrough, history }, signal) =>
      step("schedules.record", signal, () => {
        const stored = schedules.get(seen.name);
        if (stored === undefined || stored.epoch > epoch || stored.schedule.createdAt !== seen.createdAt) return;
        const isAsSeen = stored.schedule.decidedThrough === seen.decidedThrough;
        put({ ...stored.schedule, ...history, ...(isAsSeen ? { decidedThrough } : {}) }, epoch);
      }),
    state: (signal) => step("schedules.state", signal, () => store.schedulesState ?? { isPaused: false, resumedAt: 0 }),
    setState: (state, signal) =>
      step("schedules.setState", signal, () => {
        store.schedulesState = frozenCopy(state);
      }),
  };
};
