import type { Clock } from "../../../src/application/ports/clock.ts";
import type { Cancel, VirtualTime } from "./virtual-time.ts";

/** One running instance of the service: it can die at any moment, or be stopped and go on without noticing. */
export type SimulatedProcess = {
  readonly name: string;
  readonly clock: Clock;
  isAlive(): boolean;
  /** Whatever waits in it waits for ever. */
  crash(): void;
  /** Nothing in it happens for `ms`, while everywhere else time goes on. */
  freeze(ms: number): void;
  /** As `VirtualTime.after`, later when the process is frozen then, never when it is dead. */
  after(ms: number, happen: () => void): Cancel;
  isFrozen(): boolean;
};

export type ProcessOptions = {
  readonly name: string;
  readonly time: VirtualTime;
  /** The machine's wall clock, ms since the epoch. */
  readonly wallClock: () => number;
};

export const createSimulatedProcess = ({ name, time, wallClock }: ProcessOptions): SimulatedProcess => {
  const startedAt = time.now();
  let isAlive = true;
  let frozenUntil = 0;

  const after = (ms: number, happen: () => void): Cancel => {
    let cancel: Cancel = () => {};
    const attempt = (): void => {
      if (!isAlive) return;
      if (time.now() < frozenUntil) cancel = time.after(frozenUntil - time.now(), attempt);
      else happen();
    };
    cancel = time.after(ms, attempt);
    return () => cancel();
  };

  return {
    name,
    after,
    clock: { now: wallClock, monotonic: () => time.now() - startedAt, sleep: sleeperOf(after) },
    isAlive: () => isAlive,
    crash: () => {
      isAlive = false;
    },
    freeze: (ms) => {
      frozenUntil = Math.max(frozenUntil, time.now() + ms);
    },
    isFrozen: () => time.now() < frozenUntil,
  };
};

const sleeperOf = (after: SimulatedProcess["after"]): Clock["sleep"] => {
  const sleepUnless = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const giveUp = (): void => {
        cancel();
        reject(signal.reason);
      };
      const cancel = after(ms, () => {
        signal.removeEventListener("abort", giveUp);
        resolve();
      });
      signal.addEventListener("abort", giveUp, { once: true });
    });
  return async (ms, signal) => {
    signal.throwIfAborted();
    if (ms > 0) await sleepUnless(ms, signal);
  };
};
