import { expect, it } from "vitest";
import {
  commitPoints,
  type KillPoint,
  patchPoints,
  progressPoints,
  readingPoints,
  renewalPoints,
  startPoints,
  transactionPoints,
} from "../support/kill-points.ts";
import { measured } from "../support/measured.ts";
import { createMortalService, type MortalService } from "../support/mortal-service.ts";
import type { Environment } from "../support/running-service.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { stressLedger } from "../support/stressed-ledger.ts";

/** `KILL_ROUNDS=20` is the long run: every point once a round, each time at another passing. */
const rounds = Number(process.env.KILL_ROUNDS ?? 1);

type Step = {
  readonly point: KillPoint;
  readonly passingMax: number;
  /** What makes the service come by. */
  readonly act?: (service: MortalService) => Promise<unknown>;
  readonly environment?: Environment;
};

/** On an empty ledger: up to the first position, through the initial sync, to the moment that it is declared whole. */
const firstStart: readonly KillPoint[] = [
  ...startPoints,
  "patch of the checkpoint is sent",
  ...progressPoints,
  "source has answered",
  "new heads are written",
  "new rows are written",
  "patch of the checkpoint is acknowledged",
];

const startFullSync = (service: MortalService): Promise<unknown> =>
  service.call("startFullSync", { actor: "a test" }, { dryRun: false, confirm: null });

const startRealTime = (service: MortalService): Promise<unknown> => service.call("startRealTime", { actor: "a test" });

const atWork: readonly Step[] = [
  ...[...readingPoints, ...transactionPoints, ...commitPoints].map((point) => ({ point, passingMax: 4 })),
  ...progressPoints.map((point) => ({ point, passingMax: 6, act: startFullSync })),
  ...patchPoints.map((point) => ({ point, passingMax: 1, act: startRealTime })),
  // A lease is renewed every 5 s: nobody wants to wait for that.
  ...renewalPoints.map((point) => ({ point, passingMax: 2, environment: { SLEEP_MAX_MS: "250" } })),
];

it.each(Array.from({ length: rounds }, (_, round) => round))(
  "loses and doubles nothing when it is killed at any point of a change's way to the ledger (round %i)",
  async (round) => {
    const seed = (Date.now() + round) % 1_000_000;
    const random = seededRandom(seed);
    await using ledger = await stressLedger(seed);
    await using services = createSpares((environment) => createMortalService(ledger.databases, environment));
    const wholeAfterMs: number[] = [];

    const startUntil = async (point: KillPoint): Promise<void> => {
      const service = await services.next();
      await service.meets(point);
      await killed(service, point, service.begin());
    };
    const startAndRest = async (service: MortalService): Promise<void> => {
      const begunAt = performance.now();
      await service.begin();
      await ledger.expectExactAtRest();
      wholeAfterMs.push(Math.round(performance.now() - begunAt));
    };

    for (const point of firstStart) await startUntil(point);
    for (const { point, passingMax, act, environment } of atWork) {
      const service = await services.next(environment);
      await startAndRest(service);
      await service.meets(point, { passing: 1 + random.below(passingMax) });
      await killed(service, point, act?.(service));
    }
    for (const point of startPoints) await startUntil(point);
    await startAndRest(await services.next());
    measured("killed at every point", { seed, wholeAfterMs });
  },
  600_000,
);

/** Half a second goes by until a process is there: the next one is made while the one before it lives. */
const createSpares = (create: (environment?: Environment) => Promise<MortalService>) => {
  const made: Promise<MortalService>[] = [];
  const make = (environment?: Environment): Promise<MortalService> => {
    const service = create(environment);
    // Told by whoever takes it.
    service.catch(() => undefined);
    made.push(service);
    return service;
  };
  let spare = make();
  return {
    next: async (environment?: Environment): Promise<MortalService> => {
      if (environment !== undefined) return make(environment);
      const taken = await spare;
      spare = make();
      return taken;
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      for (const service of await Promise.all(made)) await service.kill();
    },
  };
};

/** What was asked of a service that is killed meanwhile may be answered or not. */
const killed = async (service: MortalService, point: KillPoint, asked?: Promise<unknown>): Promise<void> => {
  await Promise.allSettled([asked]);
  await service.reached(point);
  expect(await service.ended(), point).toBe("SIGKILL");
};
