import type { Id } from "../ids.ts";
import type { Finding, FindingRule, FixKind } from "./finding.ts";

/** One field as the reviewer sees it: what is there, and what the fix makes of it. */
export type FixChange = {
  readonly rule: FindingRule;
  readonly key: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
};

/** What is done about one document: its rows are brought to what the source says, its head too, or its totals are summed anew. */
export type FixTarget =
  | { readonly kind: "payment"; readonly id: Id }
  | { readonly kind: "property"; readonly id: Id }
  | { readonly kind: "totals"; readonly id: Id };

export type FixItem = {
  /** From 1 on, without gaps. */
  readonly number: number;
  readonly fix: FixKind;
  readonly target: FixTarget;
  readonly propertyId: Id | null;
  /** The precondition, too: the item is carried out only where exactly this is still to be changed. */
  readonly changes: readonly FixChange[];
};

/** What a reviewer is shown and then lets be carried out, whole or in part. */
export type FixPlan = {
  readonly id: string;
  readonly checkId: string;
  readonly actor: string;
  readonly createdAt: number;
  /** Stands for all items: whoever applies the plan names what he has seen. */
  readonly planHash: string;
  readonly items: number;
  readonly accounts: number;
  readonly byFix: Readonly<Partial<Record<FixKind, number>>>;
  /** Why a person has to confirm it; null = nobody has to. */
  readonly confirmation: string | null;
  /** The check has found more than one plan holds: apply this one, check again. */
  readonly isTruncated: boolean;
  /** The run that applies it or has; null = none does. */
  readonly appliedBy: string | null;
};

/** Items of one plan. */
export const fixItemsMax = 20_000;

export const changeOf = ({ rule, key, field, expected, found }: Finding): FixChange => ({
  rule,
  key,
  field,
  before: found,
  after: expected,
});

/** One text for what is to be changed: equal exactly while the difference is the one that was reviewed. */
export const preconditionOf = (changes: readonly FixChange[]): string =>
  changes
    .map(({ rule, key, field, before, after }) => JSON.stringify([rule, key, field, before, after]))
    .toSorted()
    .join("\n");

/** More than this many items, or accounts beyond both bounds, need a person's word. */
export const fixItemsFree = 100;
export const fixAccountsFree = 5;
export const fixAccountShareFree = 0.01;

export type FixScope = {
  readonly items: number;
  readonly accounts: number;
  readonly byFix: FixPlan["byFix"];
  readonly activeAccounts: number;
  readonly sourcePayments: number;
  readonly sourceProperties: number;
};

/** Why a plan must not be applied without being confirmed; null when it may. */
export const fixNeedsConfirmation = (scope: FixScope): string | null => {
  const { items, accounts, byFix, activeAccounts, sourcePayments, sourceProperties } = scope;
  if ((byFix.void ?? 0) > 0 && sourcePayments === 0) return "the main database has no payments";
  if ((byFix.archive ?? 0) > 0 && sourceProperties === 0) return "the main database has no properties";
  if (items > fixItemsFree) return `${items} items are more than ${fixItemsFree}`;
  if (accounts > fixAccountsFree && accounts > fixAccountShareFree * activeAccounts)
    return `${accounts} accounts are more than 1 % of ${activeAccounts}`;
  return null;
};

const order: readonly FixKind[] = ["post", "void", "amend", "create", "archive", "recompute"];

/** The fix of a document with several differences: bringing a row in or taking it out says more than amending it. */
export const fixOf = (findings: readonly Finding[]): FixKind | null => {
  const wanted = new Set(findings.map(({ fix }) => fix));
  return order.find((fix) => wanted.has(fix)) ?? null;
};

/** Of a scheduled check: what the source or the rows themselves prove. Taking an account out of use is left to a person. */
export const isSafeFix = ({ fix }: Pick<FixItem, "fix">): boolean => fix !== "archive";
