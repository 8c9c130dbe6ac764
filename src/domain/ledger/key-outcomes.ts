import type { Id } from "../ids.ts";
import type { ProjectedCut } from "../projection/project-cut.ts";
import type { SourceCollection, SourceKeys } from "../source/source-cut.ts";
import { type DocumentKey, documentKey } from "../sync/failure.ts";
import type { AccountPlan } from "./plan-accounts.ts";

export type KeyOutcome = "applied" | "unchanged" | "notPosted" | "failed";

/** How many of a unit's keys ended which way. Keys that were only read besides (a payment's property) are not counted. */
export type KeyOutcomes = Readonly<Record<KeyOutcome, number>>;

export type JudgedKeys = {
  readonly outcomes: KeyOutcomes;
  /** The keys that were applied: rows or heads differed from what they must say. */
  readonly changedKeys: readonly DocumentKey[];
  readonly failedKeys: readonly DocumentKey[];
};

export const judgeKeys = (
  keys: SourceKeys,
  cut: ProjectedCut,
  changedPayments: ReadonlySet<Id>,
  accounts: AccountPlan,
): JudgedKeys => {
  const outcomes: Record<KeyOutcome, number> = { applied: 0, unchanged: 0, notPosted: 0, failed: 0 };
  const changedKeys: DocumentKey[] = [];
  const failedKeys: DocumentKey[] = [];
  const judge = (
    collection: SourceCollection,
    changed: ReadonlySet<Id>,
    quiet: (kind: string | undefined) => KeyOutcome,
  ): void => {
    for (const id of keys[collection]) {
      const kind = cut[collection].get(id)?.kind;
      const outcome = outcomeOf(kind, changed.has(id), quiet);
      outcomes[outcome] += 1;
      if (outcome === "applied") changedKeys.push(documentKey(collection, id));
      if (outcome === "failed") failedKeys.push(documentKey(collection, id));
    }
  };
  judge("payments", changedPayments, (kind) => (kind === "posted" ? "unchanged" : "notPosted"));
  judge("properties", accounts.changedFacts, () => "unchanged");
  judge("owners", accounts.changedOwners, () => "unchanged");
  return { outcomes, changedKeys, failedKeys };
};

const outcomeOf = (
  kind: string | undefined,
  isChanged: boolean,
  quiet: (kind: string | undefined) => KeyOutcome,
): KeyOutcome => {
  if (kind === "rejected") return "failed";
  return isChanged ? "applied" : quiet(kind);
};
