import { expiredBefore } from "../domain/sync/keeping.ts";
import { retractionNeedsConfirmation } from "../domain/sync/retraction.ts";
import type { RunPhase } from "../domain/sync/run.ts";
import type { AccountingSink } from "./ports/accounting-sink.ts";
import type { ServiceData } from "./ports/service-data.ts";
import { type RebuildPorts, rebuildAllTotals } from "./rebuild-totals.ts";
import { recheckFailures } from "./recheck-failures.ts";
import { countRetractions, mendRestingHeads, type RetractionPorts, retractAccounts, retractRows } from "./retract.ts";
import { retryTransient } from "./retry-transient.ts";
import { syncCollection } from "./sync-collection.ts";

export type FullSyncPorts = RetractionPorts &
  RebuildPorts & { readonly sink: Pick<AccountingSink, "prepare">; readonly serviceData: ServiceData };

export type FullSyncEnd =
  | { readonly kind: "succeeded" }
  | { readonly kind: "needs_confirmation"; readonly reason: string };

const phases: readonly RunPhase[] = ["properties", "payments", "count", "void_rows", "archive_accounts", "done"];

/**
 * Two passes: source → ledger, then ledger → source. Each goes on behind the last chunk its run has recorded, so that a
 * killed run continues where it was. What the second pass would take back is counted first, and a person asked when it is much.
 */
export const runFullSync = async (ports: FullSyncPorts, signal: AbortSignal): Promise<FullSyncEnd> => {
  const { tracker } = ports;
  await countTotal(ports, signal);
  for (;;) {
    const { phase } = tracker.run().progress;
    switch (phase) {
      case "properties":
      case "payments":
        await syncCollection(ports, phase, signal);
        break;
      case "count": {
        await countRetractions(ports, signal);
        const reason = await confirmationReason(ports, signal);
        if (reason !== null && !tracker.run().confirmed) return { kind: "needs_confirmation", reason };
        if (tracker.run().counts.toRetract === 0 || tracker.run().dryRun) return finish(ports, signal);
        break;
      }
      case "void_rows":
        await retractRows(ports, signal);
        break;
      case "archive_accounts":
        await retractAccounts(ports, signal);
        return finish(ports, signal);
      case "changes":
      case "failures":
        throw new Error(`a full sync has no phase ${phase}`);
      case "done":
        return succeeded();
      case "totals":
        await rebuild(ports, signal);
        return finish(ports, signal);
      case "rows":
      case "journal":
      case "fix":
      case "verify":
        throw new Error(`a full sync has no phase ${phase}`);
    }
    await enter(ports, phases[phases.indexOf(phase) + 1] ?? "done");
  }
};

const succeeded = (): FullSyncEnd => ({ kind: "succeeded" });

/** Last of all, so that no row is taken back here that the second pass has not counted. */
const finish = async (ports: FullSyncPorts, signal: AbortSignal): Promise<FullSyncEnd> => {
  const { dryRun, kind, progress } = ports.tracker.run();
  if (kind === "deep" && !dryRun && progress.phase !== "totals") {
    await enter(ports, "totals");
    await rebuild(ports, signal);
  }
  if (!dryRun) {
    await mendRestingHeads(ports, signal);
    await recheckFailures(ports, signal);
  }
  await enter(ports, "done");
  return succeeded();
};

/** What a deep sync does beside: every total is summed anew from its rows, what the database must have beside data is there again, and what has expired goes. */
const rebuild = async (ports: FullSyncPorts, signal: AbortSignal): Promise<void> => {
  const mended = await rebuildAllTotals(ports, signal);
  await retryTransient(ports, () => ports.sink.prepare(signal), signal);
  const before = expiredBefore(ports.clock.now());
  const removed = await retryTransient(ports, () => ports.serviceData.removeExpired(before, signal), signal);
  const { counts } = ports.tracker.run();
  const expiredRemoved = counts.expiredRemoved + removed;
  await ports.tracker.update({ counts: { ...counts, applied: counts.applied + mended, expiredRemoved } });
};

const enter = ({ tracker }: FullSyncPorts, phase: RunPhase): Promise<void> =>
  tracker.update({ progress: { ...tracker.run().progress, phase, after: null } });

const countSource = (
  ports: FullSyncPorts,
  signal: AbortSignal,
): Promise<{ readonly properties: number; readonly payments: number }> =>
  retryTransient(
    ports,
    async () => ({
      properties: await ports.source.count("properties", signal),
      payments: await ports.source.count("payments", signal),
    }),
    signal,
  );

const countTotal = async (ports: FullSyncPorts, signal: AbortSignal): Promise<void> => {
  const { progress } = ports.tracker.run();
  if (progress.total !== null) return;
  const { properties, payments } = await countSource(ports, signal);
  await ports.tracker.update({ progress: { ...progress, total: properties + payments } });
};

const confirmationReason = async (ports: FullSyncPorts, signal: AbortSignal): Promise<string | null> => {
  const { toRetract } = ports.tracker.run().counts;
  if (toRetract === 0) return null;
  const source = await countSource(ports, signal);
  const ledger = await retryTransient(ports, () => ports.ledger.counts(signal), signal);
  return retractionNeedsConfirmation({
    toRetract,
    postedSyncRows: ledger.postedSyncRows,
    activeAccounts: ledger.accounts,
    sourcePayments: source.payments,
    sourceProperties: source.properties,
  });
};
