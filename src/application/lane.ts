import { type ClusterTime, maxClusterTime } from "../domain/cluster-time.ts";
import { type CarryPorts, commitUnit, readUnit, type Unit, type UnitResult } from "./carry-unit.ts";
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
      const batch = await readUnit(carryPorts, job.unit, job.signal).finally(() => {
        isReading = false;
        goOn();
      });
      job.read.resolve();
      await before;
      job.done.resolve(await commitUnit(carryPorts, job.unit, batch, job.signal));
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
      const job = createJob(unit, signal);
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

const createJob = (unit: Unit, signal: AbortSignal): Job => {
  const job: Job = { unit, signal, read: Promise.withResolvers(), done: Promise.withResolvers() };
  // A unit that nobody waits for any more must not end the process.
  job.read.promise.catch(() => undefined);
  job.done.promise.catch(() => undefined);
  return job;
};
