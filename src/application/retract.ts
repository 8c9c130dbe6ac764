import type { Id, RowId } from "../domain/ids.ts";
import type { SourceKeys } from "../domain/source/source-cut.ts";
import { lookNow } from "./look-now.ts";
import type { LedgerReader } from "./ports/ledger-reader.ts";
import { reconcileKeys } from "./reconcile-keys.ts";
import { retryTransient } from "./retry-transient.ts";
import type { ChunkPorts } from "./sync-chunk.ts";
import { isTooLarge } from "./sync-collection.ts";
import { throttle } from "./throttle.ts";

export type RetractionPorts = ChunkPorts & { readonly ledger: LedgerReader };

/** Rows or heads looked at together. */
const pageSize = 5_000;

type Orphans = { readonly keys: SourceKeys; readonly looked: number; readonly after: Id | RowId };
type Walk = (after: Id | RowId | null) => Promise<Orphans | null>;

/** Second pass, first half: how many rows and heads have no document in the source any more. Changes nothing. */
export const countRetractions = async (ports: RetractionPorts, signal: AbortSignal): Promise<void> => {
  const { counts, orphansCounted } = ports.tracker.run();
  let toRetract = orphansCounted ? counts.toRetract : 0;
  const count = ({ keys }: Orphans): Promise<void> => {
    toRetract += keys.payments.length + keys.properties.length;
    return Promise.resolve();
  };
  if (!orphansCounted) await walkAll(ports, orphanedRows(ports, signal), count, signal);
  await walkAll(ports, orphanedAccounts(ports, signal), count, signal);
  // A run that is resumed here must not add to what this walk has found.
  await ports.tracker.update({ counts: { ...counts, toRetract }, orphansCounted: false });
};

export const retractRows = (ports: RetractionPorts, signal: AbortSignal): Promise<void> =>
  walkAll(ports, orphanedRows(ports, signal), (orphans) => retract(ports, orphans, signal), signal);

export const retractAccounts = (ports: RetractionPorts, signal: AbortSignal): Promise<void> =>
  walkAll(ports, orphanedAccounts(ports, signal), (orphans) => retract(ports, orphans, signal), signal);

/**
 * Neither pass looks at heads whose property is gone or never was: those that claim to show a later time than the source has are
 * brought to the unit's, as any other head would be.
 */
export const mendRestingHeads = async (ports: RetractionPorts, signal: AbortSignal): Promise<void> => {
  const { ledger, lane } = ports;
  await lookNow(ports, signal);
  const ahead = () => retryTransient(ports, () => ledger.restingHeadsAhead(lane.floor(), pageSize, signal), signal);
  for (let properties = await ahead(); properties.length > 0; properties = await ahead()) {
    const result = await reconcileKeys(ports, { ...noKeys, properties }, signal);
    if (result.kind !== "committed") return;
  }
};

const walkAll = async (
  ports: RetractionPorts,
  next: Walk,
  act: (orphans: Orphans) => Promise<void>,
  signal: AbortSignal,
): Promise<void> => {
  // What is taken back must be gone now, also where a confirmed run begins here.
  await lookNow(ports, signal);
  let after: Id | RowId | null = null;
  for (;;) {
    signal.throwIfAborted();
    const startedAt = ports.clock.monotonic();
    const orphans: Orphans | null = await retryTransient(ports, () => next(after), signal);
    if (orphans === null) return;
    await act(orphans);
    after = orphans.after;
    await throttle(ports, orphans.looked, startedAt, signal);
  }
};

const noKeys: SourceKeys = { payments: [], properties: [], owners: [] };

const orphanedRows =
  ({ ledger, source, lane }: RetractionPorts, signal: AbortSignal): Walk =>
  async (after) => {
    // Safe: this walk goes from row to row.
    const page = await ledger.postedPayments(after as RowId | null, pageSize, signal);
    if (page.last === null) return null;
    const exists = await source.existing("payments", page.paymentIds, lane.floor(), signal);
    return {
      keys: { ...noKeys, payments: page.paymentIds.filter((id) => !exists.has(id)) },
      looked: page.rows,
      after: page.last,
    };
  };

const orphanedAccounts =
  ({ ledger, source, lane }: RetractionPorts, signal: AbortSignal): Walk =>
  async (after) => {
    // Safe: this walk goes from property to property.
    const ids = await ledger.activeProperties(after as Id | null, pageSize, signal);
    const last = ids.at(-1);
    if (last === undefined) return null;
    const exists = await source.existing("properties", ids, lane.floor(), signal);
    return { keys: { ...noKeys, properties: ids.filter((id) => !exists.has(id)) }, looked: ids.length, after: last };
  };

/** Reads the orphans once more in the lane's own order: what has come back meanwhile is not taken away. */
const retract = async (
  ports: RetractionPorts,
  { keys }: { readonly keys: SourceKeys },
  signal: AbortSignal,
): Promise<void> => {
  if (keys.payments.length + keys.properties.length === 0) return;
  const result = await reconcileKeys(ports, keys, signal).catch((error: unknown) => {
    if (!isTooLarge(error) || keys.payments.length + keys.properties.length === 1) throw error;
    return null;
  });
  if (result === null) {
    for (const half of halvesOf(keys)) await retract(ports, { keys: half }, signal);
    return;
  }
  if (result.kind !== "committed") return;
  const { tracker } = ports;
  const { counts } = tracker.run();
  await tracker.update({ counts: { ...counts, retracted: counts.retracted + result.outcomes.applied } });
};

const halvesOf = ({ payments, properties }: SourceKeys): readonly SourceKeys[] => {
  const [ofPayments, ofProperties] = [payments, properties].map(({ length }) => Math.ceil(length / 2));
  return [
    { ...noKeys, payments: payments.slice(0, ofPayments), properties: properties.slice(0, ofProperties) },
    { ...noKeys, payments: payments.slice(ofPayments), properties: properties.slice(ofProperties) },
  ];
};
