import type { ClusterTime } from "../domain/cluster-time.ts";
import type { Finding } from "../domain/consistency/finding.ts";
import { changeOf, type FixItem, type FixPlan, preconditionOf } from "../domain/consistency/fix-plan.ts";
import type { Id } from "../domain/ids.ts";
import type { ProjectedCut } from "../domain/projection/project-cut.ts";
import type { SourceKeys } from "../domain/source/source-cut.ts";
import { documentKey } from "../domain/sync/failure.ts";
import { createFindingsCollector } from "./findings-collector.ts";
import { type Look, lookAtPayments, lookAtProperties } from "./look-at-items.ts";
import { totalsFindings } from "./make-fix-plan.ts";
import type { ReconcileBatch } from "./ports/accounting-sink.ts";
import type { FixPlanStore } from "./ports/fix-plan-store.ts";
import { type RebuildPorts, rebuildTotals } from "./rebuild-totals.ts";
import { retryTransient } from "./retry-transient.ts";
import { withDrift } from "./run-drift.ts";
import { type SettlePorts, settlePayments, settleProperties } from "./settle-suspects.ts";

export type ApplyPorts = Omit<SettlePorts, "notes" | "lane"> & RebuildPorts & { readonly fixPlans: FixPlanStore };

/** Items read together. */
const itemsAtOnce = 10_000;
/** Items carried out together: the next are looked at while these are committed. */
const itemsOfUnit = 2_500;

/** What has been done so far; bounded by the size of a plan. */
type Done = {
  readonly payments: Id[];
  readonly properties: Id[];
  /** Accounts that were summed after the last thing that was mended in them. */
  readonly totals: Set<Id>;
};

/**
 * Carries out a reviewed plan in the lane's order. Each item is a reconcile of its document at the newest time, made only where
 * exactly the reviewed difference is still there: others are skipped and counted. Then everything touched is looked at again.
 */
export const applyFixPlan = async (
  ports: ApplyPorts,
  plan: FixPlan,
  only: ReadonlySet<number> | null,
  signal: AbortSignal,
): Promise<void> => {
  const { tracker } = ports;
  const done: Done = { payments: [], properties: [], totals: new Set() };
  await enter(ports, "fix", only?.size ?? plan.items);
  let after = 0;
  for (;;) {
    const behind = after;
    const items = await retryTransient(ports, () => ports.fixPlans.items(plan.id, behind, itemsAtOnce, signal), signal);
    const last = items.at(-1);
    if (last === undefined) break;
    await carryOut(ports, only === null ? items : items.filter(({ number }) => only.has(number)), done, signal);
    after = last.number;
  }
  await enter(ports, "verify", tracker.run().progress.total);
  const failed = await countRemaining(ports, done, signal);
  await tracker.update({ counts: { ...tracker.run().counts, failed } });
  await enter(ports, "done", tracker.run().progress.total);
};

const enter = ({ tracker }: ApplyPorts, phase: "fix" | "verify" | "done", total: number | null): Promise<void> =>
  tracker.update({ progress: { ...tracker.run().progress, phase, after: null, total } });

const carryOut = async (
  ports: ApplyPorts,
  items: readonly FixItem[],
  done: Done,
  signal: AbortSignal,
): Promise<void> => {
  const of = (kind: FixItem["target"]["kind"]) => items.filter(({ target }) => target.kind === kind);
  const payments = await reconcileItems(ports, of("payment"), { look: lookAtPayments, totals: done.totals }, signal);
  const properties = await reconcileItems(
    ports,
    of("property"),
    { look: lookAtProperties, totals: done.totals },
    signal,
  );
  done.payments.push(...payments);
  done.properties.push(...properties);
  // They come last in every plan: whatever changes rows has been done by now.
  const summed = await sumItems(ports, of("totals"), done, signal);
  const applied = payments.length + properties.length + summed.length;
  const run = withDrift(ports.tracker.run(), [
    ...payments.map((id) => documentKey("payments", id)),
    ...[...properties, ...summed].map((id) => documentKey("properties", id)),
  ]);
  const { counts, progress, drift } = run;
  await ports.tracker.update({
    drift,
    counts: {
      ...counts,
      read: counts.read + items.length,
      applied: counts.applied + applied,
      unchanged: counts.unchanged + items.length - applied,
    },
    progress: { ...progress, processed: progress.processed + items.length },
  });
};

type Mending = { readonly look: Look; readonly totals: Set<Id> };

/** Answers the documents that were mended. The accounts of a unit are summed behind it, while the next one is looked at. */
const reconcileItems = async (
  ports: ApplyPorts,
  items: readonly FixItem[],
  { look, totals }: Mending,
  signal: AbortSignal,
): Promise<readonly Id[]> => {
  const units: Promise<readonly Id[]>[] = [];
  // Account by account, so that a unit touches few heads.
  const sorted = items.toSorted((a, b) => orderOf(a.propertyId, b.propertyId));
  for (let start = 0; start < sorted.length; start += itemsOfUnit) {
    const { read, done } = submitItems(ports, sorted.slice(start, start + itemsOfUnit), look, signal);
    const unit = done.then((carried) => sumBehind(ports, carried, totals, signal));
    // It is awaited below; until then its failure is nobody's.
    unit.catch(() => undefined);
    units.push(unit);
    await read;
  }
  return (await Promise.all(units)).flat();
};

const sumBehind = async (
  ports: ApplyPorts,
  { ids, touched }: Carried,
  totals: Set<Id>,
  signal: AbortSignal,
): Promise<readonly Id[]> => {
  // A later unit of the same account takes it out again, and sums it anew: the lane keeps their order.
  for (const id of touched) totals.delete(id);
  await rebuildTotals(ports, touched, signal);
  for (const id of touched) totals.add(id);
  return ids;
};

const orderOf = (a: Id | null, b: Id | null): number => {
  if (a === b) return 0;
  return (a ?? "") < (b ?? "") ? -1 : 1;
};

type Carried = { readonly ids: readonly Id[]; readonly touched: readonly Id[] };

type Submitted = { readonly read: Promise<void>; readonly done: Promise<Carried> };

const submitItems = (ports: ApplyPorts, items: readonly FixItem[], look: Look, signal: AbortSignal): Submitted => {
  const token = ports.newToken();
  let carried: Carried = { ids: [], touched: [] };
  const read = async (floor: ClusterTime, abandon: AbortSignal): Promise<ReconcileBatch> => {
    const ids = items.map(({ target }) => target.id);
    const looked = await look(ports, ids, floor, abandon);
    const still = items.filter((item) => isAsReviewed(item, looked.differences.get(item.target.id)));
    const kept = new Set(still.map(({ target }) => target.id));
    carried = { ids: [...kept], touched: looked.touched(kept) };
    return batchOf(ports, token, looked.keys(carried.ids), looked.cut(kept));
  };
  const ticket = ports.lane.submit("other", { read }, signal);
  return { read: ticket.read, done: ticket.done.then(() => carried) };
};

const isAsReviewed = ({ changes }: FixItem, now: readonly Finding[] | undefined): boolean =>
  now !== undefined && preconditionOf(now.map(changeOf)) === preconditionOf(changes);

const batchOf = (ports: ApplyPorts, token: string, keys: SourceKeys, cut: ProjectedCut): ReconcileBatch => ({
  kind: "reconcile",
  token,
  epoch: ports.epoch,
  cause: { kind: "run", runId: ports.tracker.run().id },
  at: ports.clock.now(),
  keys,
  cut,
  events: 0,
  position: null,
  presumedNew: new Set(),
  stretch: null,
  dryRun: false,
});

/** Answers whose totals are right now: some are by then, because rows of their account were mended. */
const sumItems = async (
  ports: ApplyPorts,
  items: readonly FixItem[],
  { totals }: Done,
  signal: AbortSignal,
): Promise<readonly Id[]> => {
  const open = items.filter(({ target }) => !totals.has(target.id));
  const findings = await totalsFindings(
    ports,
    open.map(({ target }) => target.id),
    signal,
  );
  const due = open.filter((item) =>
    isAsReviewed(
      item,
      findings.filter(({ propertyId }) => propertyId === item.target.id),
    ),
  );
  await rebuildTotals(
    ports,
    due.map(({ target }) => target.id),
    signal,
  );
  for (const { target } of due) totals.add(target.id);
  return items.flatMap((item) => (open.includes(item) && !due.includes(item) ? [] : item.target.id));
};

/** Differences that are still there in what was touched. */
const countRemaining = async (ports: ApplyPorts, done: Done, signal: AbortSignal): Promise<number> => {
  const notes = createFindingsCollector();
  await settlePayments({ ...ports, notes }, done.payments, signal);
  await settleProperties({ ...ports, notes }, done.properties, signal);
  const totals = await totalsFindings(ports, [...done.totals], signal);
  return notes.findings.length + totals.length;
};
