import type { RunCount, RunFilter, RunStore } from "../../application/ports/run-store.ts";
import { isOver, type Run } from "../../domain/sync/run.ts";
import { frozenCopy } from "./frozen-copy.ts";
import type { LedgerStore } from "./ledger-store.ts";
import { compareText, pageOf } from "./page-of.ts";
import type { Step } from "./simulation-point.ts";

export const createMemoryRunStore = (store: LedgerStore, step: Step): RunStore => ({
  create: (run, epoch, signal) =>
    step("runs.create", signal, () => {
      if (store.runs.has(run.id)) return { kind: "created" };
      const other = runsOf(store).find((stored) => isOfSameTick(stored, run));
      if (other !== undefined) return { kind: "exists", runId: other.id };
      store.runs.set(run.id, { run: frozenCopy(run), epoch });
      return { kind: "created" };
    }),
  save: (run, epoch, signal) =>
    step("runs.save", signal, () => {
      const owner = store.runs.get(run.id)?.epoch;
      if (owner === undefined || owner > epoch) return "fenced";
      store.runs.set(run.id, { run: frozenCopy(run), epoch });
      return "saved";
    }),
  get: (id, signal) => step("runs.get", signal, () => store.runs.get(id)?.run ?? null),
  list: (filter, page, signal) =>
    step("runs.list", signal, () => {
      const items = runsOf(store).filter((run) => isWanted(run, filter));
      return pageOf(
        { items, keyOf: ageKeyOf, compare: (a, b) => -oldestFirst(a, b), question: ["runs", filter] },
        page,
      );
    }),
  unfinished: (signal) =>
    step("runs.unfinished", signal, () =>
      runsOf(store)
        .filter((run) => !isOver(run))
        .sort((a, b) => oldestFirst(ageKeyOf(a), ageKeyOf(b))),
    ),
  counts: (signal) => step("runs.counts", signal, () => countsOf(runsOf(store))),
});

const runsOf = (store: LedgerStore): Run[] => [...store.runs.values()].map(({ run }) => run);

const isOfSameTick = (stored: Run, { schedule }: Run): boolean =>
  schedule !== null &&
  schedule.plannedAt !== null &&
  stored.schedule?.name === schedule.name &&
  stored.schedule.plannedAt === schedule.plannedAt;

const isWanted = (run: Run, { kind, state, schedule }: RunFilter): boolean =>
  (kind === null || run.kind === kind) &&
  (state === null || run.state === state) &&
  (schedule === null || run.schedule?.name === schedule);

type AgeKey = readonly [createdAt: number, id: string];

const ageKeyOf = (run: Run): AgeKey => [run.createdAt, run.id];

const oldestFirst = (a: AgeKey, b: AgeKey): number => a[0] - b[0] || compareText(a[1], b[1]);

const countsOf = (runs: readonly Run[]): readonly RunCount[] =>
  [...Map.groupBy(runs, ({ kind, state }) => `${kind} ${state}`).values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : { kind: first.kind, state: first.state, runs: group.length };
  });
