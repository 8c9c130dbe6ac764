import { compareTotals } from "../domain/consistency/compare-totals.ts";
import type { Id } from "../domain/ids.ts";
import type { UnitResult } from "./carry-unit.ts";
import type { Lane } from "./lane.ts";
import type { RebuildBatch } from "./ports/accounting-sink.ts";
import type { Clock } from "./ports/clock.ts";
import type { LedgerScanner, SumsPage } from "./ports/ledger-scanner.ts";
import { type RetryPorts, retryTransient } from "./retry-transient.ts";
import type { RunTracker } from "./run-tracker.ts";

export type RebuildPorts = RetryPorts & {
  readonly lane: Lane;
  readonly clock: Clock;
  readonly epoch: bigint;
  readonly newToken: () => string;
  readonly scanner: LedgerScanner;
  readonly tracker: RunTracker;
};

/** Accounts summed in one transaction. */
const accountsAtOnce = 200;
/** Heads compared in one snapshot. */
const headsAtOnce = 500;

/** Sums the rows of these accounts anew, in the lane's order; answers how many heads said something else. */
export const rebuildTotals = async (ports: RebuildPorts, ids: Iterable<Id>, signal: AbortSignal): Promise<number> => {
  const all = [...new Set(ids)];
  let mended = 0;
  for (let start = 0; start < all.length; start += accountsAtOnce) {
    const result = await rebuildSome(ports, all.slice(start, start + accountsAtOnce), signal);
    if (result.kind === "committed") mended += result.outcomes.applied;
  }
  return mended;
};

const rebuildSome = (ports: RebuildPorts, propertyIds: readonly Id[], signal: AbortSignal): Promise<UnitResult> => {
  const token = ports.newToken();
  const { epoch, tracker, clock, lane } = ports;
  const cause = { kind: "run", runId: tracker.run().id } as const;
  const read = (): Promise<RebuildBatch> =>
    Promise.resolve({ kind: "rebuild", token, epoch, cause, at: clock.now(), propertyIds });
  return lane.submit("other", { read }, signal).done;
};

/** Walks every account, and every row without one: those whose totals are right cost one look and no commit. */
export const rebuildAllTotals = async (ports: RebuildPorts, signal: AbortSignal): Promise<number> => {
  let after: Id | null = null;
  let mended = 0;
  for (;;) {
    const behind: Id | null = after;
    const page: SumsPage = await retryTransient(ports, () => ports.scanner.sums(behind, headsAtOnce, signal), signal);
    mended += await rebuildTotals(ports, wrongOf(page), signal);
    if (page.through === null) return mended;
    after = page.through;
  }
};

const wrongOf = ({ heads, sums }: SumsPage): readonly Id[] => {
  const known = new Map(heads.map((head) => [head.propertyId, head]));
  return [...new Set([...known.keys(), ...sums.keys()])].filter(
    (id) => compareTotals(id, known.get(id) ?? null, sums.get(id) ?? new Map()).length > 0,
  );
};
