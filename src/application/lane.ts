import { type Context, context } from "@opentelemetry/api";
import { type ClusterTime, maxClusterTime } from "../domain/cluster-time.ts";
import { type CarryPorts, commitUnit, readUnit, type Unit, type UnitResult } from "./carry-unit.ts";
import type { LedgerBatch } from "./ports/accounting-sink.ts";
import { type BatchSpan, beginBatchSpan } from "./tracing/batch-span.ts";
import { createTurns, type Priority } from "./turns.ts";

export type Ticket = {
  /** The source has been read: the next unit of the same kind may be handed in. */
  readonly read: Promise<void>;
  readonly done: Promise<UnitResult>;
};

/** The one ordered way to the ledger: one unit is read while the one before it commits, and time never goes back along it. */
export type Lane = {
  submit(priority: Priority, unit: Unit, signal: AbortSignal): Ticket;
  /** Highest cluster time given to a unit. */
  floor(): ClusterTime;
  /** Nothing older may be read from now on. */
  raiseFloor(to: ClusterTime): void;
};

/** Reading and committing overlap by one unit; more would only hold more memory. */
const unitsInFlightMax = 2;

type Job = {
  readonly unit: Unit;
  readonly signal: AbortSignal;
  /** What was being worked on when it was handed in; null for the stream, which nobody here has asked. */
  readonly cause: Context | null;
  readonly read: PromiseWithResolvers<void>;
  readonly done: PromiseWithResolvers<UnitResult>;
};

export const createLane = (ports: Omit<CarryPorts, "floors">, start: ClusterTime): Lane => {
  const turns = createTurns<Job>();
  const floors = { read: start, committed: start };
  const carryPorts = { ...ports, floors };
  let unitsInFlight = 0;
  let isReading = false;
  let lastCommit: Promise<void> = Promise.resolve();

  const goOn = (): void => {
    while (unitsInFlight < unitsInFlightMax && !isReading) {
      const job = turns.take();
      if (job === undefined) return;
      unitsInFlight += 1;
      isReading = true;
      const before = lastCommit;
      lastCommit = carry(job, before);
    }
  };

  const carry = async (job: Job, before: Promise<void>): Promise<void> => {
    try {
      const reading = await read(carryPorts, job).finally(() => {
        isReading = false;
        goOn();
      });
      job.read.resolve();
      await before;
      job.done.resolve(await commit(carryPorts, job, reading));
    } catch (error) {
      job.unit.onFailure?.(error);
      job.read.reject(error);
      job.done.reject(error);
      await before;
    } finally {
      unitsInFlight -= 1;
      goOn();
    }
  };

  return {
    submit: (priority, unit, signal) => {
      const job = createJob(unit, signal, priority === "stream" ? null : context.active());
      turns.add(priority, job);
      goOn();
      return { read: job.read.promise, done: job.done.promise };
    },
    floor: () => floors.read,
    raiseFloor: (to) => {
      floors.read = maxClusterTime(floors.read, to);
    },
  };
};

type Reading = {
  readonly batch: LedgerBatch;
  readonly span: BatchSpan;
  readonly startedAt: number;
  readonly oldestChangeAt: number | null;
};

const read = async (ports: CarryPorts, { unit, signal, cause }: Job): Promise<Reading> => {
  const { clock } = ports;
  const startedAt = clock.monotonic();
  const changes = (signal.aborted ? undefined : unit.changes?.()) ?? null;
  const span = beginBatchSpan({ changes, cause, now: clock.now() });
  const batch = await span.within(() => readUnit(ports, unit, signal));
  span.read(batch);
  return { batch, span, startedAt, oldestChangeAt: changes?.oldestWallTime ?? null };
};

const commit = (
  ports: CarryPorts,
  { unit, signal }: Job,
  { batch, span, startedAt, oldestChangeAt }: Reading,
): Promise<UnitResult> =>
  span.within(async () => {
    span.turn();
    const result = await commitUnit(ports, unit, batch, signal);
    span.committed(result);
    ports.onCarried?.({ batch, result, durationMs: ports.clock.monotonic() - startedAt, oldestChangeAt });
    return result;
  });

const createJob = (unit: Unit, signal: AbortSignal, cause: Context | null): Job => {
  const job: Job = { unit, signal, cause, read: Promise.withResolvers(), done: Promise.withResolvers() };
  // A unit that nobody waits for any more must not end the process.
  job.read.promise.catch(() => undefined);
  job.done.promise.catch(() => undefined);
  return job;
};
