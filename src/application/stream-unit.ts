import { type ClusterTime, maxClusterTime } from "../domain/cluster-time.ts";
import type { CoalescedChanges } from "../domain/sync/change.ts";
import type { Taken } from "./backlog.ts";
import { AppError } from "./errors.ts";
import type { ReconcileBatch } from "./ports/accounting-sink.ts";
import type { Clock } from "./ports/clock.ts";
import { type ReadPorts, readProjected } from "./reconcile.ts";

export type StreamUnitPorts = ReadPorts & {
  readonly clock: Clock;
  readonly epoch: bigint;
  readonly newToken: () => string;
  /** The stream is not read any more: nothing comes after the units that are under way. */
  readonly isLast: () => boolean;
};

/** A unit of the stream, before and after its turn has come. */
export type StreamUnit = {
  readonly changes: () => CoalescedChanges;
  readonly read: (floor: ClusterTime, signal: AbortSignal) => Promise<ReconcileBatch>;
  readonly taken: () => Taken;
};

/** Takes its changes when its turn has come, and keeps them when it has to be read again. */
export const createStreamUnit = (ports: StreamUnitPorts, take: () => Taken): StreamUnit => {
  const token = ports.newToken();
  let mine: Taken | null = null;
  return {
    changes: () => {
      mine ??= take();
      return mine.changes;
    },
    read: (floor, signal) => {
      mine ??= take();
      return readBatch(ports, token, mine, { floor, signal });
    },
    taken: () => {
      if (mine === null) throw new AppError("internal", "a unit of the stream was committed before it was read");
      return mine;
    },
  };
};

const readBatch = async (
  ports: StreamUnitPorts,
  token: string,
  { changes, position }: Taken,
  { floor, signal }: { readonly floor: ClusterTime; readonly signal: AbortSignal },
): Promise<ReconcileBatch> => {
  const { keys, events, insertedPayments, lastClusterTime } = changes;
  return {
    kind: "reconcile",
    token,
    epoch: ports.epoch,
    cause: { kind: "stream" },
    at: ports.clock.now(),
    keys,
    cut: await readProjected(withPayments(ports), keys, maxClusterTime(lastClusterTime ?? floor, floor), signal),
    events,
    position,
    presumedNew: insertedPayments,
    stretch: null,
    dryRun: false,
  };
};

/**
 * Payments were reported and their collection is gone: it was dropped, and the stream is about to say so. Until then this is
 * no news of the payments themselves, which must not be voided one by one.
 */
const withPayments = ({ source, rules, isLast }: StreamUnitPorts): ReadPorts => ({
  rules,
  source: {
    ...source,
    read: async (keys, at, signal) => {
      const cut = await source.read(keys, at, signal);
      if (cut.lacksPayments) throw isLast() ? leftForNextTime() : paymentsMissing();
      return cut;
    },
  },
});

const paymentsMissing = (): AppError =>
  new AppError("source_unavailable", "The main database has no payments any more.");

/** When the stream is not read any more, nothing will say what became of the payments: waiting would never end. */
const leftForNextTime = (): AppError =>
  new AppError("cancelled", "The main database has no payments any more; what was reported of them is left unread.");
