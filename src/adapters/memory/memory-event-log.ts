import type { EventLog } from "../../application/ports/event-log.ts";
import { frozenCopy } from "./frozen-copy.ts";
import type { LedgerStore } from "./ledger-store.ts";
import type { Step } from "./simulation-point.ts";

export const createMemoryEventLog = (store: LedgerStore, step: Step): EventLog => ({
  append: (events, signal) =>
    step("events.append", signal, () => {
      for (const { token, at, event } of events) {
        if (store.events.some((stored) => stored.token === token)) continue;
        store.events.push({ token, event: frozenCopy({ id: newestOf(store) + 1, at, ...event }) });
      }
    }),
  after: (id, limit, signal) =>
    step("events.after", signal, () =>
      store.events
        .map(({ event }) => event)
        .filter((event) => event.id > id)
        .slice(0, limit),
    ),
  range: (signal) =>
    step("events.range", signal, () => {
      const newest = newestOf(store);
      return { oldest: store.events[0]?.event.id ?? newest + 1, newest };
    }),
  prune: (before, signal) =>
    step("events.prune", signal, () => {
      const newest = newestOf(store);
      // By number, not by time: a clock that was set back must not leave a hole.
      const first = store.events.findIndex(({ event }) => event.at >= before || event.id === newest);
      store.events.splice(0, Math.max(0, first));
    }),
});

const newestOf = ({ events }: LedgerStore): number => events.at(-1)?.event.id ?? 0;
