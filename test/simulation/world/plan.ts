import type { Random } from "../kernel/random.ts";
import { type Action, rulesInUse } from "./action.ts";
import { drawWrites, placeIn } from "./draw-writes.ts";
import type { Profile } from "./profile.ts";
import { properties } from "./universe.ts";

export type Plan = readonly { readonly at: number; readonly action: Action }[];

const aDayMs = 86_400_000;

/** Everything that happens to the world from outside, drawn before it begins. */
export const drawPlan = (random: Random, profile: Profile): Plan => {
  const plan: { at: number; action: Action }[] = [];
  const moment = createMoments(random, profile);
  const some = (action: () => Action, min: number, max: number): void => {
    for (let left = random.whole(min, max); left > 0; left -= 1) plan.push({ at: moment(), action: action() });
  };
  some(() => ({ kind: "write", writes: drawWrites(random, profile) }), profile.writes, profile.writes);
  some(() => ({ kind: "tick" }), 0, 2);
  some(() => ({ kind: "close_snapshots" }), 0, 2);
  if (profile.lostHistory) some(() => drawLoss(random, profile.emptied), 1, 2);
  if (profile.operator) some(() => drawCommand(random), 1, 6);
  if (profile.accountants) some(() => drawEntry(random), 1, 6);
  if (profile.restarts) some(() => drawEnd(random), 1, 4);
  if (profile.deployments) some(() => drawDeployment(random), 1, 2);
  if (profile.deployments && random.chance(0.5)) plan.push({ at: profile.restlessMs, action: drawDeployment(random) });
  if (profile.outages) some(() => drawOutage(random), 1, 2);
  if (profile.skew) some(() => drawJump(random), 1, 3);
  if (profile.tampering) some(() => drawDamage(random), 1, 4);
  return plan.sort((a, b) => a.at - b.at);
};

/** Half of everything happens in bursts, and now and then something comes last of all, when nobody writes any more. */
const createMoments = (random: Random, { restlessMs }: Profile) => {
  const bursts = [1, 2, 3].map(() => random.whole(0, restlessMs));
  return (): number =>
    random.weighted<() => number>([
      [10, () => random.whole(0, restlessMs)],
      [10, () => Math.min(restlessMs, random.pick(bursts) + random.whole(0, 100))],
      [1, () => restlessMs],
    ])();
};

const drawLoss = (random: Random, emptied: boolean): Action => {
  const collection = random.pick(["payments", "payments", "properties"] as const);
  if (emptied && random.chance(0.7)) return { kind: "replace", collection, keep: "none" };
  return random.weighted<Action>([
    [4, { kind: "truncate_oplog" }],
    [2, { kind: "replace", collection: random.pick([collection, "users"]), keep: random.pick(["half", "all"]) }],
    [1, { kind: "rename_away", collection, backAfterMs: random.whole(0, 5_000) }],
  ]);
};

const drawCommand = (random: Random): Action =>
  random.weighted<Action>([
    [4, { kind: "full_sync", dryRun: random.chance(0.25) }],
    [1, { kind: "cancel" }],
    [1, { kind: "confirm" }],
    [2, { kind: "stop_real_time" }],
    [2, { kind: "start_real_time" }],
    [1, { kind: "retry_failures" }],
    [1, { kind: "retry_failure", number: random.whole(0, 3) }],
    [2, { kind: "dismiss_failure", number: random.whole(0, 3) }],
    [2, { kind: "incremental_sync" }],
  ]);

const drawEntry = (random: Random): Action =>
  random.weighted<Action>([
    [
      3,
      {
        kind: "enter",
        property: placeIn(random, properties),
        minor: random.whole(1, 9_999),
        expense: random.chance(0.5),
      },
    ],
    [1, { kind: "enter_again", entry: random.whole(0, 3) }],
    [1, { kind: "reverse", entry: random.whole(0, 3) }],
  ]);

const drawEnd = (random: Random): Action => {
  const instance = random.whole(0, 1);
  return random.weighted<Action>([
    [2, { kind: "crash", instance }],
    [2, { kind: "restart", instance }],
    [1, { kind: "freeze", instance, ms: random.whole(1_000, 30_000) }],
  ]);
};

const drawDeployment = (random: Random): Action => ({
  kind: "deploy",
  rules: random.pick(rulesInUse),
  instance: random.pick(["all", "all", 0, 1] as const),
});

const drawOutage = (random: Random): Action => ({
  kind: "outage",
  side: random.pick(["source", "accounting"]),
  ms: random.whole(500, 20_000),
});

const drawDamage = (random: Random): Action => ({
  kind: "tamper",
  what: random.pick(["row", "head"]),
  number: random.whole(0, 9),
  seconds: random.whole(1, 20),
});

const drawJump = (random: Random): Action => ({
  kind: "jump",
  machine: random.whole(0, 2),
  ms: random.whole(-aDayMs, aDayMs),
});
