import { maxClusterTime } from "../domain/cluster-time.ts";
import { type Change, coalesce, type Position } from "../domain/sync/change.ts";
import type { SourceKeys } from "../domain/source/source-cut.ts";
import type { Lane, Unit, UnitResult } from "./lane.ts";
import type { ReconcileBatch } from "./ports/accounting-sink.ts";
import { type ReadPorts, readProjected } from "./reconcile.ts";
import type { RetryPorts } from "./retry-transient.ts";

/** Changes per unit: large ones are what makes a backlog cheap; a transaction stays far below its limits. */
export const unitEventsMax = 5_000;
/** Changes read ahead of the lane before reading pauses: back-pressure, and the bound of memory. */
const bufferEventsMax = 4 * unitEventsMax;
/** A quiet database's position is saved this often, so that it never ages out of the oplog. */
const idleSaveMs = 30_000;

/** What one answer of the feed said. */
export type FeedBatch = { readonly changes: readonly Change[]; readonly position: Position };

export type UnitDone = {
  readonly batches: readonly FeedBatch[];
  readonly keys: SourceKeys;
  readonly position: Position;
  readonly result: UnitResult;
};

export type OutboxPorts = ReadPorts &
  RetryPorts & {
    readonly lane: Lane;
    readonly epoch: bigint;
    readonly newToken: () => string;
    readonly onReceived: (batch: FeedBatch) => void;
    readonly onCommitted: (unit: UnitDone) => void;
  };

/** Changes between the feed and the lane: whatever has come in while the lane was busy goes on together. */
export type Outbox = {
  /** Resolves when there is room for more; rejects, now or next time, when a unit could not be committed. */
  put(batch: FeedBatch): Promise<void>;
  /** Behind the last batch that was put. */
  position(): Position;
  /** Resolves when everything that was put is committed or has failed. */
  drained(): Promise<void>;
};

export const createOutbox = (ports: OutboxPorts, start: Position, abandon: AbortSignal): Outbox => {
  const buffer: FeedBatch[] = [];
  let failure: { readonly error: unknown } | null = null;
  let position = start;
  let buffered = 0;
  let unitIsWaiting = false;
  let unitsUnderWay = 0;
  let savedAt = ports.clock.monotonic();
  let room = Promise.withResolvers<void>();
  let drained = Promise.withResolvers<void>();

  const take = (): readonly FeedBatch[] => {
    let count = 0;
    let events = 0;
    for (const batch of buffer) {
      if (count > 0 && events + batch.changes.length > unitEventsMax) break;
      events += batch.changes.length;
      count += 1;
    }
    buffered -= events;
    room.resolve();
    unitIsWaiting = false;
    return buffer.splice(0, count);
  };

  const send = (): void => {
    if (unitIsWaiting || buffer.length === 0) return;
    unitIsWaiting = true;
    unitsUnderWay += 1;
    let unit: StreamUnit | null = null;
    const submitted = ports.lane.submit(
      {
        priority: "stream",
        read: (floor, signal) => {
          unit ??= streamUnit(ports, take());
          send();
          return unit.read(floor, signal);
        },
      },
      abandon,
    );
    submitted.done
      .then((result) => {
        savedAt = ports.clock.monotonic();
        if (unit !== null) ports.onCommitted({ ...unit.done, result });
      })
      .catch((error: unknown) => {
        failure ??= { error };
        room.resolve();
      })
      .finally(() => {
        unitsUnderWay -= 1;
        if (unitsUnderWay === 0) drained.resolve();
      });
  };

  const isQuiet = (): boolean => buffer.length === 0 && unitsUnderWay === 0;

  return {
    put: async (batch) => {
      if (failure !== null) throw failure.error;
      position = batch.position;
      ports.onReceived(batch);
      const isIdle = batch.changes.length === 0;
      if (isIdle && (!isQuiet() || ports.clock.monotonic() - savedAt < idleSaveMs)) return;
      if (isQuiet()) drained = Promise.withResolvers();
      buffer.push(batch);
      buffered += batch.changes.length;
      send();
      while (buffered > bufferEventsMax && failure === null) {
        room = Promise.withResolvers();
        await room.promise;
      }
    },
    position: () => position,
    drained: () => (isQuiet() ? Promise.resolve() : drained.promise),
  };
};

type StreamUnit = { readonly read: Unit["read"]; readonly done: Omit<UnitDone, "result"> };

/** One unit of the stream: the distinct keys of some batches, and the position behind the last of them. */
const streamUnit = (ports: OutboxPorts, batches: readonly FeedBatch[]): StreamUnit => {
  const token = ports.newToken();
  const last = batches.at(-1);
  if (last === undefined) throw new Error("a unit of the stream without a batch");
  const { position } = last;
  const changes = coalesce(batches.flatMap((batch) => batch.changes));
  const { keys, events } = changes;
  const read = async (floor: ReconcileBatch["cut"]["asOf"], signal: AbortSignal): Promise<ReconcileBatch> => ({
    kind: "reconcile",
    token,
    epoch: ports.epoch,
    cause: { kind: "stream" },
    at: ports.clock.now(),
    keys,
    cut: await readProjected(ports, keys, maxClusterTime(changes.lastClusterTime ?? floor, floor), signal),
    events,
    position,
    presumedNew: changes.insertedPayments,
    stretch: null,
    dryRun: false,
  });
  return { read, done: { batches, keys, position } };
};
