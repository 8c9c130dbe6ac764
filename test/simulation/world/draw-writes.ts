import type { Random } from "../kernel/random.ts";
import type { SourceWrite } from "./action.ts";
import type { Profile } from "./profile.ts";
import type { OwnerSpec, PaymentSpec, PropertySpec } from "./specs.ts";
import { brokenAmounts, ownerCollections, owners, paymentIds, properties, soundAmounts } from "./universe.ts";

/** One write, or a few that become visible together. */
export const drawWrites = (random: Random, profile: Profile): readonly SourceWrite[] => {
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

export const placeIn = (random: Random, list: readonly unknown[]): number => random.whole(0, list.length - 1);

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
