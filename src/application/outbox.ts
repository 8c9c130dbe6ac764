import type { Position } from "../domain/sync/change.ts";
import { createBacklog, type FeedBatch, type Taken } from "./backlog.ts";
import type { UnitResult } from "./carry-unit.ts";
import type { Lane } from "./lane.ts";
import type { ReadPorts } from "./reconcile.ts";
import type { RetryPorts } from "./retry-transient.ts";
import { createStreamUnit } from "./stream-unit.ts";

/** A quiet database's position is saved this often, so that it never ages out of the oplog. Unit: ms. */
const usualIdleSaveMs = 30_000;
/**
 * Fewer waiting changes than these are not read ahead: the unit would be closed early, and whatever arrives during the commit
 * before it would wait for one unit more. Later and together they go sooner and cost less.
 */
const readAheadEventsMin = 500;

export type UnitDone = Taken & { readonly result: UnitResult };

export type OutboxPorts = ReadPorts &
  RetryPorts & {
    readonly lane: Lane;
    readonly epoch: bigint;
    readonly newToken: () => string;
    /** How long a position without changes may wait to be saved; the usual where nothing is said. Unit: ms. */
    readonly idleSaveMs?: number;
    /** Changes that a unit may hold right now. */
    readonly unitEvents: () => number;
    /** An outbox takes the place of the one before it; whatever that one had not committed is read again. */
    readonly onOpened: () => void;
    readonly onReceived: (batch: FeedBatch) => void;
    readonly onCommitted: (unit: UnitDone) => void;
    /** Why no further unit may follow this one; null = it may. Absent: any may. */
    readonly stopsAfter?: (unit: UnitDone) => Error | null;
    /** Units have failed; they may have been committed all the same, only their replies lost. */
    readonly onGivenUp: () => void;
  };

/** Changes between the feed and the lane: whatever has come in while the lane was busy goes on together. */
export type Outbox = {
  /** Resolves when there is room for more; rejects, now or next time, when a unit could not be committed. */
  put(batch: FeedBatch): Promise<void>;
  /** Behind the last batch that was put. */
  position(): Position;
  /** Nothing more is put. Resolves when everything that was is committed or has failed. */
  drained(): Promise<void>;
  /** Leaves what is not committed to the full sync that has to come. */
  giveUp(reason: unknown): void;
};

export const createOutbox = (ports: OutboxPorts, start: Position, abandon: AbortSignal): Outbox => {
  const backlog = createBacklog(ports.unitEvents);
  const broken = new AbortController();
  const signal = AbortSignal.any([abandon, broken.signal]);
  const underWay = new Set<Promise<void>>();
  let position = start;
  let savedAt = ports.clock.monotonic();
  let isUnitWaiting = false;
  let isClosing = false;
  ports.onOpened();

  const giveUp = (reason: unknown): void => {
    broken.abort(reason);
    backlog.giveUp();
    ports.onGivenUp();
  };

  const send = (): void => {
    if (isUnitWaiting || backlog.isEmpty() || broken.signal.aborted) return;
    if (underWay.size > 0 && backlog.events() < readAheadEventsMin) return;
    isUnitWaiting = true;
    const work = carry().finally(() => {
      underWay.delete(work);
      send();
    });
    underWay.add(work);
  };

  const carry = async (): Promise<void> => {
    const unit = createStreamUnit({ ...ports, isLast: () => isClosing }, () => {
      isUnitWaiting = false;
      const taken = backlog.take();
      send();
      return taken;
    });
    // A unit that fails must not be passed by those behind it: their commit would move the position over its changes.
    const { done } = ports.lane.submit("stream", { ...unit, onFailure: giveUp }, signal);
    const result = await done.catch(() => null);
    if (result === null) return;
    savedAt = ports.clock.monotonic();
    const stop = toldOf(ports, { ...unit.taken(), result });
    if (stop !== null) giveUp(stop);
  };

  const isQuiet = (): boolean => backlog.isEmpty() && underWay.size === 0;
  const isWorthSaving = (batch: FeedBatch): boolean =>
    batch.changes.length > 0 || (isQuiet() && ports.clock.monotonic() - savedAt >= idleSaveMsOf(ports));

  return {
    put: async (batch) => {
      broken.signal.throwIfAborted();
      position = batch.position;
      ports.onReceived(batch);
      if (!isWorthSaving(batch)) return;
      backlog.add(batch);
      send();
      await backlog.room();
    },
    position: () => position,
    giveUp,
    drained: async () => {
      isClosing = true;
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
};

const idleSaveMsOf = ({ idleSaveMs = usualIdleSaveMs }: OutboxPorts): number => idleSaveMs;

const toldOf = ({ onCommitted, stopsAfter }: OutboxPorts, unit: UnitDone): Error | null => {
  onCommitted(unit);
  return stopsAfter?.(unit) ?? null;
};
