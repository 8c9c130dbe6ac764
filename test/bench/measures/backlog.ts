import type { Bench } from "../bench.ts";
import { nowMs } from "../clock.ts";
import type { Goal, Measure, Reading } from "../measure.ts";
import { launchService, refuseErrors, startUntilLive } from "../processes/service.ts";
import { type Mark, readMark, watchEvents } from "../progress.ts";
import { storeMixedChanges } from "../source/store-mixed-changes.ts";
import { storePayments } from "../source/store-payments.ts";
import { verifyLedger } from "../verify-ledger.ts";
import { createWorld, settle, type World } from "../world.ts";

/**
 * Changes stored while the service was away: it has a position, is started in a process of its own, and the checkpoint is
 * watched until it stands behind the last change. Judged from the order to start to the last commit.
 */
export const backlog: Measure = {
  name: "backlog",
  baseline: "F",
  take: async (bench) => {
    const { backlogPayments: payments, mixedChanges: count } = bench.sizes;
    await using world = await createWorld(bench, "backlog", payments);
    await visit(bench, world);
    await storePayments(world, { from: 0, to: payments });
    bench.say(`${payments.toLocaleString("en")} payments are stored`);
    const inserts = await drain(bench, world, { label: "backlog-payments", count: payments });
    await storeMixedChanges(world, { payments, count });
    bench.say(`${count.toLocaleString("en")} changes of them are stored`);
    const mixed = await drain(bench, world, { label: "backlog-mixed", count });
    return [
      ...readings(`backlog of ${payments.toLocaleString("en")} payments`, inserts, {
        kind: "at_least",
        must: 1,
        aim: 1.7,
      }),
      ...readings(`backlog of ${count.toLocaleString("en")} mixed changes`, mixed, null),
    ];
  },
};

const readings = (title: string, { fromStart, sustained }: Drain, goal: Goal | null): readonly Reading[] => {
  const rate = { unit: "changes/s", comparedWith: "F" } as const;
  const whole = { ...rate, title: `${title}, from the start`, value: fromStart, goal };
  if (sustained === null) return [whole];
  return [whole, { ...rate, title: "   the same, from first to last commit", value: sustained, goal: null }];
};

/** The service comes once, shows what there is, saves its position and leaves. */
export const visit = async (bench: Bench, world: World): Promise<void> => {
  await using service = await launchService(bench, world, null);
  await startUntilLive(service);
};

/** Changes per second from the order to start, and between the first commit and the last; null when these are one. */
export type Drain = { readonly fromStart: number; readonly sustained: number | null };

/** Starts the service on `count` stored changes; changes per second until the last is committed. The ledger is checked afterwards. */
export const drain = async (
  bench: Bench,
  world: World,
  { label, count }: { readonly label: string; readonly count: number },
): Promise<Drain> => {
  await settle(bench);
  const before = await readMark(world.accounting);
  await using service = await launchService(bench, world, label);
  const watching = watchEvents(world.accounting, before.events + count);
  const startedAt = nowMs();
  await service.call("start", undefined);
  const marks = await watching;
  await refuseErrors(service);
  await service.end();
  await verifyLedger(world);
  return ratesOf(marks, { count, startedAt, eventsBefore: before.events });
};

/** The first commit's own changes were worked on before it: they do not count between first and last. */
const ratesOf = (
  marks: readonly Mark[],
  {
    count,
    startedAt,
    eventsBefore,
  }: { readonly count: number; readonly startedAt: number; readonly eventsBefore: number },
): Drain => {
  const [first] = marks;
  const last = marks.at(-1);
  if (first === undefined || last === undefined) throw new Error("no commit was seen");
  const rest = count - (first.events - eventsBefore);
  return {
    fromStart: count / ((last.at - startedAt) / 1_000),
    sustained: rest === 0 ? null : rest / ((last.at - first.at) / 1_000),
  };
};
