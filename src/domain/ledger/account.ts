import type { ClusterTime } from "../cluster-time.ts";
import type { Id } from "../ids.ts";
import type { Balances } from "./balance.ts";

/** `stub`: a payment came before its property. `archived`: the property was deleted; rows and totals stay. */
export type AccountStatus = "active" | "stub" | "archived";

/** What the source says about a property and its owner: the part of a head that is compared. */
export type AccountFacts = {
  readonly companyId: Id | null;
  readonly propertyName: string | null;
  readonly propertyAddress: string | null;
  readonly ownerId: Id | null;
  /** Every owner the property names, in the order they are tried. */
  readonly ownerKeys: readonly Id[];
  readonly ownerName: string | null;
  readonly status: AccountStatus;
};

/** The head of one property's account: who it belongs to and its totals per currency. */
export type Account = AccountFacts & {
  readonly propertyId: Id;
  readonly balances: Balances;
  readonly asOf: ClusterTime;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
};

const sameKeys = (a: readonly Id[], b: readonly Id[]): boolean =>
  a.length === b.length && a.every((key, index) => key === b[index]);

export const sameAccountFacts = (a: AccountFacts, b: AccountFacts): boolean =>
  a.status === b.status &&
  a.propertyName === b.propertyName &&
  a.propertyAddress === b.propertyAddress &&
  a.companyId === b.companyId &&
  a.ownerId === b.ownerId &&
  a.ownerName === b.ownerName &&
  sameKeys(a.ownerKeys, b.ownerKeys);

export const stubFacts: AccountFacts = {
  companyId: null,
  propertyName: null,
  propertyAddress: null,
  ownerId: null,
  ownerKeys: [],
  ownerName: null,
  status: "stub",
};
