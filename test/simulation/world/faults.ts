import type { SimulationPoint } from "../../../src/adapters/memory/simulation-point.ts";
import { AppError } from "../../../src/application/errors.ts";
import type { Random } from "../kernel/random.ts";
import type { SimulatedProcess } from "../kernel/simulated-process.ts";
import type { VirtualTime } from "../kernel/virtual-time.ts";
import type { FaultRates } from "./profile.ts";
import type { Trace } from "./trace.ts";

export type Side = "source" | "accounting";

/** What may go wrong wherever an instance waits for a database. */
export type Faults = {
  /** The points of one process. `onCrash` is called when chance ends it. */
  pointOf(process: SimulatedProcess, onCrash: () => void): SimulationPoint;
  /** For `ms`, no request arrives at that database. */
  outage(side: Side, ms: number): void;
  /** From now on nothing goes wrong any more, and everything is quick. */
  calm(): void;
};

type Verdict = { readonly delayMs: number; readonly end: "go_on" | "crash" | unknown };

/** An endless chain of waits that take no time would stop all others: after so many, time passes. */
const promptPointsMax = 50;

export type FaultOptions = {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly rates: FaultRates;
  readonly trace: Trace | null;
};

export const createFaults = ({ time, random, rates, trace }: FaultOptions): Faults => {
  const awayUntil: Record<Side, number> = { source: 0, accounting: 0 };
  let isCalm = false;
  let promptPoints = 0;
  let eventsSeen = 0;

  const endOf = (point: string): Verdict["end"] => {
    const side: Side = point.includes(" source.") || point.includes(" feed.") ? "source" : "accounting";
    if (time.now() < awayUntil[side] && point.startsWith("before ")) return away(side);
    if (random.chance(rates.crash)) return "crash";
    if (random.chance(rates.transient)) return away(side);
    if (random.chance(rates.lasting))
      return random.chance(0.2) ? misconfigured(side) : new Error("a bug, for instance");
    return "go_on";
  };
  const delayOf = (): number => {
    if (random.chance(rates.longDelay)) return random.whole(1_000, 25_000);
    return random.chance(rates.delay) ? random.whole(0, rates.delayMaxMs) : 0;
  };
  const freezeOrNot = (process: SimulatedProcess): void => {
    if (random.chance(rates.freeze)) process.freeze(random.whole(10_000, 40_000));
  };
  const isPrompt = (): boolean => {
    if (eventsSeen !== time.events()) promptPoints = 0;
    eventsSeen = time.events();
    promptPoints += 1;
    return promptPoints < promptPointsMax;
  };

  return {
    pointOf: (process, onCrash) => (point) => {
      if (!process.isAlive()) return never();
      if (!isCalm) freezeOrNot(process);
      const { delayMs, end }: Verdict = isCalm
        ? { delayMs: 0, end: "go_on" }
        : { delayMs: delayOf(), end: endOf(point) };
      trace?.(`${time.now()} ${process.name} ${point} +${delayMs} ${end}`);
      if (delayMs === 0 && end === "go_on" && !process.isFrozen() && isPrompt()) return Promise.resolve();
      return new Promise((resolve, reject) => {
        process.after(delayMs, () => {
          if (end === "go_on") resolve();
          else if (end === "crash") onCrash();
          else reject(end);
        });
      });
    },
    outage: (side, ms) => {
      awayUntil[side] = Math.max(awayUntil[side], time.now() + ms);
    },
    calm: () => {
      isCalm = true;
    },
  };
};

const never = (): Promise<never> => new Promise(() => {});

const away = (side: Side): AppError => new AppError(`${side}_unavailable`, `The ${side} database is away.`);

const misconfigured = (side: Side): AppError =>
  new AppError(`${side}_configuration`, `The ${side} database refuses the credentials.`);
