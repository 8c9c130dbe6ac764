import type { ProjectionRules } from "../../../src/domain/projection/projection.ts";
import { currency } from "../../support/arbitraries/rules.ts";
import type { Random } from "../kernel/random.ts";
import type { Side } from "./faults.ts";
import type { Profile } from "./profile.ts";
import type { OwnerSpec, PaymentSpec, PropertySpec } from "./specs.ts";
import {
  brokenAmounts,
  type OwnerCollection,
  ownerCollections,
  owners,
  paymentIds,
  properties,
  soundAmounts,
} from "./universe.ts";

/** A write of one document by its place in the universe; `spec` null = it is deleted. */
export type SourceWrite =
  | { readonly kind: "payment"; readonly number: number; readonly spec: PaymentSpec | null }
  | { readonly kind: "property"; readonly number: number; readonly spec: PropertySpec | null }
  | {
      readonly kind: "owner";
      readonly where: OwnerCollection;
      readonly number: number;
      readonly spec: OwnerSpec | null;
    };

export type Action =
  | { readonly kind: "write"; readonly writes: readonly SourceWrite[] }
  | { readonly kind: "tick" }
  | {
      readonly kind: "replace";
      readonly collection: "payments" | "properties" | "users";
      readonly keep: "none" | "half" | "all";
    }
  | { readonly kind: "rename_away"; readonly collection: "payments" | "properties"; readonly backAfterMs: number }
  | { readonly kind: "truncate_oplog" | "close_snapshots" }
  | { readonly kind: "enter"; readonly property: number; readonly minor: number; readonly expense: boolean }
  | { readonly kind: "enter_again" | "reverse"; readonly entry: number }
  | { readonly kind: "full_sync"; readonly dryRun: boolean }
  | { readonly kind: "cancel" | "confirm" | "stop_real_time" | "start_real_time" }
  | { readonly kind: "crash" | "restart"; readonly instance: number }
  | { readonly kind: "freeze"; readonly instance: number; readonly ms: number }
  | { readonly kind: "deploy"; readonly rules: ProjectionRules; readonly instance: number | "all" }
  | { readonly kind: "jump"; readonly machine: number; readonly ms: number }
  | { readonly kind: "outage"; readonly side: Side; readonly ms: number };

export type Plan = readonly { readonly at: number; readonly action: Action }[];

const usd = currency("USD");
export const rulesInUse: readonly ProjectionRules[] = [
  { postingPolicy: "net", subMinor: "round", defaultCurrency: usd },
  { postingPolicy: "gross", subMinor: "round", defaultCurrency: usd },
  { postingPolicy: "net", subMinor: "reject", defaultCurrency: usd },
  { postingPolicy: "net", subMinor: "round", defaultCurrency: currency("ZWL") },
];

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

const drawWrites = (random: Random, profile: Profile): readonly SourceWrite[] => {
  const count = profile.transactions && random.chance(0.3) ? random.whole(2, 3) : 1;
  return Array.from({ length: count }, () => drawWrite(random, profile));
};

const drawWrite = (random: Random, profile: Profile): SourceWrite => {
  const isDeletion = random.chance(0.2);
  const kind = random.weighted([
    [6, "payment"],
    [2, "property"],
    [2, "owner"],
  ] as const);
  switch (kind) {
    case "payment":
      return { kind, number: placeIn(random, paymentIds), spec: isDeletion ? null : drawPayment(random, profile) };
    case "property":
      return { kind, number: placeIn(random, properties), spec: isDeletion ? null : drawProperty(random, profile) };
    case "owner": {
      const where = random.pick(ownerCollections);
      return { kind, where, number: placeIn(random, owners), spec: isDeletion ? null : drawOwner(random, profile) };
    }
  }
};

const placeIn = (random: Random, list: readonly unknown[]): number => random.whole(0, list.length - 1);

const drawPayment = (random: Random, { malformed }: Profile): PaymentSpec => {
  const isBroken = malformed && random.chance(0.25);
  const amounts = isBroken && random.chance(0.5) ? brokenAmounts : soundAmounts;
  return {
    property: placeIn(random, properties),
    amount: random.pick(amounts),
    share: random.chance(0.3) ? random.pick(random.chance(0.1) ? amounts : soundAmounts) : null,
    currency: random.pick(["USD", "USD", "ZWL", null]),
    state: random.weighted([
      [14, "completed"],
      [2, "pending"],
      [2, "voided"],
      [1, "reversed"],
      [1, "provisional"],
      [1, "suspense"],
      [1, "reversal"],
    ]),
    flaw: isBroken && random.chance(0.6) ? random.pick(["currency", "date", "property", "undecodable"]) : null,
    edition: random.whole(1, 999),
  };
};

const drawProperty = (random: Random, { malformed }: Profile): PropertySpec => ({
  name: random.pick(["Rose Court", "Fern Lane", "Oak Hill"]),
  owner: random.chance(0.8) ? placeIn(random, owners) : null,
  otherOwner: random.chance(0.4) ? placeIn(random, owners) : null,
  flaw: malformed && random.chance(0.15) ? random.pick(["name", "undecodable"]) : null,
});

const drawOwner = (random: Random, { malformed }: Profile): OwnerSpec => ({
  name: random.pick(["Ada", "Bob", "Cy", "Di"]),
  flaw: malformed && random.chance(0.15) ? random.pick(["name", "undecodable"]) : null,
});

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

const drawJump = (random: Random): Action => ({
  kind: "jump",
  machine: random.whole(0, 2),
  ms: random.whole(-aDayMs, aDayMs),
});
