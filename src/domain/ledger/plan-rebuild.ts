import type { ClusterTime } from "../cluster-time.ts";
import type { Id } from "../ids.ts";
import { type Account, stubFacts } from "./account.ts";
import { type Balances, sameBalances } from "./balance.ts";

/** What a rebuild has read: heads, and the sums of the posted rows of the same properties. */
export type SummedAccounts = {
  readonly heads: ReadonlyMap<Id, Account>;
  readonly sums: ReadonlyMap<Id, Balances>;
};

export type RebuildPlan = {
  /** Rows without a head get one. */
  readonly inserts: readonly Account[];
  /** Heads of which only the totals change. */
  readonly shifted: readonly Account[];
};

const nothing: Balances = new Map();

/** Every head says what its posted rows add up to. A balance is never set, only computed anew. */
export const planRebuild = (
  propertyIds: readonly Id[],
  { heads, sums }: SummedAccounts,
  { asOf, at }: { readonly asOf: ClusterTime; readonly at: number },
): RebuildPlan => {
  const inserts: Account[] = [];
  const shifted: Account[] = [];
  for (const propertyId of new Set(propertyIds)) {
    const head = heads.get(propertyId);
    const balances = sums.get(propertyId) ?? nothing;
    if (head === undefined) {
      const born = { asOf, version: 1, createdAt: at, updatedAt: at };
      if (balances.size > 0) inserts.push({ ...stubFacts, propertyId, balances, ...born });
    } else if (!sameBalances(head.balances, balances))
      shifted.push({ ...head, balances, version: head.version + 1, updatedAt: at });
  }
  return { inserts, shifted };
};
