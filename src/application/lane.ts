import { type ClusterTime, maxClusterTime } from "../domain/cluster-time.ts";
import type { CommittedFields } from "../domain/sync/checkpoint.ts";
import { AppError } from "./errors.ts";
import type { CommitResult, LedgerBatch } from "./ports/accounting-sink.ts";
import { type ReconcilePorts, reconcile } from "./reconcile.ts";
import { type RetryPorts, retryTransient } from "./retry-transient.ts";

/** A piece of work on its way to the ledger. */
export type Unit = {
  /** The stream has the right of way; everything else goes when it has nothing waiting, and after a few units at the latest. */
  readonly priority: "stream" | "other";
  /** Reads and projects the source at `floor` or later. Called when the unit's turn has come, again if the source moved on. */
  read(floor: ClusterTime, signal: AbortSignal): Promise<LedgerBatch>;
};

export type UnitResult = Exclude<CommitResult, { kind: "incomplete" | "fenced" }>;

export type Ticket = {
  /** The source has been read: the next unit of the same kind may be handed in. */
  readonly read: Promise<void>;
  readonly done: Promise<UnitResult>;
};

/** The one ordered way to the ledger: one unit is read while the one before it commits, and time never goes back along it. */
export type Lane = {
  submit(unit: Unit, signal: AbortSignal): Ticket;
  /** Resolves when nothing is waiting or in flight. */
  drained(): Promise<void>;
  /** Highest cluster time given to a unit. */
  floor(): ClusterTime;
  /** Nothing older may be read from now on. */
  raiseFloor(to: ClusterTime): void;
};

/** Reading and committing overlap by one unit; more would only hold more memory. */
const unitsInFlightMax = 2;
/** Units of the stream that may pass a waiting other unit. */
const streamTurnsMax = 4;

/** Between two looks at a server whose newest snapshot is still behind the floor. */
const staleSnapshotPauseMs = 10;

type Job = {
  readonly unit: Unit;
  readonly signal: AbortSignal;
  readonly read: PromiseWithResolvers<void>;
  readonly done: PromiseWithResolvers<UnitResult>;
};

export type LanePorts = ReconcilePorts & RetryPorts & { readonly onCommitted: (checkpoint: CommittedFields) => void };

export const createLane = (ports: LanePorts, start: ClusterTime): Lane => {
  const waiting: Record<Unit["priority"], Job[]> = { stream: [], other: [] };
  let streamTurns = 0;
  let inFlight = 0;
  let isReading = false;
  let floor = start;
  let committed = start;
  let lastCommit: Promise<unknown> = Promise.resolve();
  let idle = Promise.withResolvers<void>();

  const takeNext = (): Job | undefined => {
    const otherIsDue = waiting.other.length > 0 && streamTurns >= streamTurnsMax;
    const fromStream = waiting.stream.length > 0 && !otherIsDue;
    streamTurns = fromStream && waiting.other.length > 0 ? streamTurns + 1 : 0;
    return fromStream ? waiting.stream.shift() : waiting.other.shift();
  };

  const pump = (): void => {
    while (inFlight < unitsInFlightMax && !isReading) {
      const job = takeNext();
      if (job === undefined) break;
      inFlight += 1;
      isReading = true;
      void carry(job);
    }
    if (inFlight === 0) idle.resolve();
  };

  const carry = async (job: Job): Promise<void> => {
    const before = lastCommit;
    const mine = Promise.withResolvers<void>();
    lastCommit = mine.promise;
    try {
      const batch = await readBatch(job).finally(() => {
        isReading = false;
        pump();
      });
      job.read.resolve();
      await before;
      job.done.resolve(await commit(job, batch));
    } catch (error) {
      job.read.reject(error);
      job.done.reject(error);
      await before;
    } finally {
      mine.resolve();
      inFlight -= 1;
      pump();
    }
  };

  const readBatch = async ({ unit, signal }: Job): Promise<LedgerBatch> => {
    for (;;) {
      const batch = await retryTransient(ports, () => unit.read(floor, signal), signal);
      if (batch.kind === "manual") return batch;
      if (batch.cut.asOf >= floor) {
        floor = batch.cut.asOf;
        return batch;
      }
      // A snapshot older than one already given out would take the ledger back: it is read again when the server has moved on.
      await ports.clock.sleep(staleSnapshotPauseMs, signal);
    }
  };

  /** Whoever was read before its predecessor had to be read again is read again too. */
  const commit = async (job: Job, read: LedgerBatch): Promise<UnitResult> => {
    let batch = read;
    for (;;) {
      if (batch.kind === "reconcile" && batch.cut.asOf < committed) batch = await readBatch(job);
      const result = await commitOnce(batch, job.signal);
      switch (result.kind) {
        case "outdated":
          floor = maxClusterTime(floor, result.newest);
          batch = await readBatch(job);
          continue;
        case "fenced":
          throw new AppError("fenced", "Another instance has taken over the ledger; this one no longer writes.");
        default:
          if (batch.kind === "reconcile") committed = maxClusterTime(committed, batch.cut.asOf);
          if ("checkpoint" in result) ports.onCommitted(result.checkpoint);
          return result;
      }
    }
  };

  const commitOnce = (batch: LedgerBatch, signal: AbortSignal) =>
    retryTransient(
      ports,
      async () => {
        if (batch.kind === "reconcile") return reconcile(ports, batch, signal);
        const result = await ports.sink.commit(batch, signal);
        if (result.kind === "incomplete") throw new Error("a manual entry cannot lack source documents");
        return result;
      },
      signal,
    );

  return {
    submit: (unit, signal) => {
      const job: Job = { unit, signal, read: Promise.withResolvers(), done: Promise.withResolvers() };
      // A unit that nobody waits for any more must not end the process.
      job.read.promise.catch(() => undefined);
      job.done.promise.catch(() => undefined);
      if (inFlight === 0) idle = Promise.withResolvers();
      waiting[unit.priority].push(job);
      pump();
      return { read: job.read.promise, done: job.done.promise };
    },
    drained: () => (inFlight === 0 ? Promise.resolve() : idle.promise),
    floor: () => floor,
    raiseFloor: (to) => {
      floor = maxClusterTime(floor, to);
    },
  };
};

