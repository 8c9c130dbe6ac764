import type { Account } from "../ledger/account.ts";
import { changedAccounts } from "../ledger/plan-accounts.ts";
import type { ChangePlan } from "../ledger/plan-changes.ts";
import type { DocumentKey } from "./failure.ts";
import { namedMax, type TouchedProperty } from "./sync-event.ts";

/** What a commit has to tell beside its outcomes. The lists are cut at `namedMax`. */
export type UnitNews = {
  readonly touched: readonly TouchedProperty[];
  readonly isMore: boolean;
  /** Rows made void. */
  readonly retracted: number;
  readonly opened: FailuresNamed;
  readonly closed: FailuresNamed;
};

type FailuresNamed = { readonly count: number; readonly keys: readonly DocumentKey[] };

export const newsOfPlan = (plan: ChangePlan): UnitNews => ({
  ...newsOfAccounts(changedAccounts(plan.accounts)),
  retracted: plan.journal.reduce((count, { change }) => (change === "voided" ? count + 1 : count), 0),
  // A record that was seen again is no news.
  opened: named(plan.failures.opened.filter(({ attempts }) => attempts === 1)),
  closed: named(plan.failures.resolved),
});

/** Of a commit in which only heads have changed. */
export const newsOfAccounts = (accounts: readonly Account[]): UnitNews => ({
  touched: accounts.slice(0, namedMax).map(({ propertyId, companyId }) => ({ propertyId, companyId })),
  isMore: accounts.length > namedMax,
  retracted: 0,
  opened: named([]),
  closed: named([]),
});

const named = (failures: readonly { readonly key: DocumentKey }[]): FailuresNamed => ({
  count: failures.length,
  keys: failures.slice(0, namedMax).map(({ key }) => key),
});
