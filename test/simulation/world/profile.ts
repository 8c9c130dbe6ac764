import type { Random } from "../kernel/random.ts";

/** Probabilities at each point where an instance waits for a database. */
export type FaultRates = {
  readonly crash: number;
  /** Requests that do not arrive and replies that are lost. */
  readonly transient: number;
  /** Errors that waiting does not mend. */
  readonly lasting: number;
  readonly delay: number;
  readonly delayMaxMs: number;
  readonly longDelay: number;
  /** The whole process stands still for longer than a lease lasts. */
  readonly freeze: number;
};

/** What one history is about: few things at once, so that each is met alone as well as with the others. */
export type Profile = {
  readonly instances: 1 | 2;
  /** A process that takes another's place competes for the lease under the same name. */
  readonly stableNames: boolean;
  /** Until this time the world is restless. Unit: ms. */
  readonly restlessMs: number;
  readonly writes: number;
  readonly rates: FaultRates;
  readonly malformed: boolean;
  readonly transactions: boolean;
  readonly lostHistory: boolean;
  readonly emptied: boolean;
  readonly operator: boolean;
  readonly accountants: boolean;
  readonly deployments: boolean;
  readonly restarts: boolean;
  readonly outages: boolean;
  /** Wall clocks that differ by up to a day, and jump. */
  readonly skew: boolean;
  /** Nodes that have not come as far as others. */
  readonly laggingNodes: boolean;
  /** Documents and rows per page: small, so that a full sync has several. */
  readonly pageMax: number;
  readonly changesMax: number;
  /** Somebody else writes to the accounting database. */
  readonly tampering: boolean;
};

export const drawProfile = (random: Random): Profile => ({
  instances: random.chance(0.5) ? 2 : 1,
  stableNames: random.chance(0.5),
  restlessMs: random.pick([5_000, 15_000, 40_000]),
  writes: random.whole(10, 40),
  rates: drawRates(random),
  malformed: random.chance(0.4),
  transactions: random.chance(0.3),
  lostHistory: random.chance(0.35),
  emptied: random.chance(0.25),
  operator: random.chance(0.5),
  accountants: random.chance(0.5),
  deployments: random.chance(0.35),
  restarts: random.chance(0.5),
  outages: random.chance(0.25),
  skew: random.chance(0.4),
  laggingNodes: random.chance(0.3),
  pageMax: random.pick([1, 2, 3, 100]),
  changesMax: random.pick([1, 2, 5, 1_000]),
  tampering: random.chance(0.15),
});

const drawRates = (random: Random): FaultRates => ({
  crash: random.pick([0, 0, 0.002, 0.01]),
  transient: random.pick([0, 0.01, 0.05, 0.15]),
  lasting: random.pick([0, 0, 0, 0.005, 0.02]),
  delay: random.pick([0, 0.3, 0.6]),
  delayMaxMs: random.pick([5, 30, 200]),
  longDelay: random.pick([0, 0, 0.001, 0.005]),
  freeze: random.pick([0, 0, 0.002, 0.006]),
});
