import { type HistoryStore, historyKeptHours } from "../../application/ports/history-store.ts";
import { frozenCopy } from "./frozen-copy.ts";
import type { LedgerStore } from "./ledger-store.ts";
import type { Step } from "./simulation-point.ts";

export const createMemoryHistoryStore = (store: LedgerStore, step: Step): HistoryStore => ({
  save: (minute, epoch, signal) =>
    step("history.save", signal, () => {
      store.history.set(`${epoch}/${minute.at}`, frozenCopy(minute));
      const oldest = minute.at - historyKeptHours * 60 * 60_000;
      for (const [name, { at }] of store.history) if (at < oldest) store.history.delete(name);
    }),
  between: (from, to, signal) =>
    step("history.between", signal, () =>
      [...store.history.values()]
        .flatMap(({ points }) => points)
        .filter(({ at }) => at >= from && at < to)
        .sort((a, b) => a.at - b.at),
    ),
});
