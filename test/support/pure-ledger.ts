import type { Id, RowId } from "../../src/domain/ids.ts";
import type { Account } from "../../src/domain/ledger/account.ts";
import type { Cause, JournalLine } from "../../src/domain/ledger/journal-line.ts";
import { changedAccounts } from "../../src/domain/ledger/plan-accounts.ts";
import { type ChangePlan, type PresentState, planChanges } from "../../src/domain/ledger/plan-changes.ts";
import type { IncompletePlan } from "../../src/domain/ledger/plan-context.ts";
import { isUnsettled } from "../../src/domain/ledger/plan-failures.ts";
import { type ManualPlan, type ManualRequest, planManual } from "../../src/domain/ledger/plan-manual.ts";
import { rowIdsOf } from "../../src/domain/ledger/plan-rows.ts";
import type { LedgerRow } from "../../src/domain/ledger/row.ts";
import { mergeCuts, type ProjectedCut, projectCut } from "../../src/domain/projection/project-cut.ts";
import type { ProjectionRules } from "../../src/domain/projection/projection.ts";
import type { SourceKeys } from "../../src/domain/source/source-cut.ts";
import { type DocumentKey, documentKey, type Failure } from "../../src/domain/sync/failure.ts";
import { noKeys, type TestSource } from "./test-source.ts";

/** A ledger that is nothing but maps and the plans applied to them. */
export type PureLedger = {
  readonly rows: ReadonlyMap<RowId, LedgerRow>;
  readonly accounts: ReadonlyMap<Id, Account>;
  /** Newest record of each document that ever failed. */
  readonly failures: ReadonlyMap<DocumentKey, Failure>;
  readonly journal: readonly JournalLine[];
  /** What bringing these keys to the source's present state would change. */
  plan(cut: ProjectedCut, keys: SourceKeys, cause?: Cause): ChangePlan | IncompletePlan;
  /** The same, whatever has to be read besides; nothing is applied. */
  planWhole(keys: SourceKeys, cause?: Cause): ChangePlan;
  apply(plan: ChangePlan): void;
  reconcile(keys: SourceKeys, cause?: Cause): ChangePlan;
  manual(request: ManualRequest): ManualPlan;
  useRules(rules: ProjectionRules): void;
};

/** A payment asks for its property, that one for its owners. */
const roundsMax = 3;

export const createPureLedger = (source: TestSource, startRules: ProjectionRules): PureLedger => {
  const rows = new Map<RowId, LedgerRow>();
  const accounts = new Map<Id, Account>();
  const failures = new Map<DocumentKey, Failure>();
  const journal: JournalLine[] = [];
  let rules = startRules;
  let at = Date.UTC(2030, 0, 1);

  const context = (cause: Cause) => {
    at += 1;
    return { at, cause, nextSeq: BigInt(journal.length + 1) };
  };
  const project = (keys: SourceKeys): ProjectedCut => projectCut(keys, source.read(keys), rules);

  const ledger: PureLedger = {
    rows,
    accounts,
    failures,
    journal,
    plan: (cut, keys, cause = { kind: "stream" }) =>
      planChanges(keys, cut, presentOf({ rows, accounts, failures }, cut, keys), context(cause)),
    planWhole: (keys, cause) => {
      let cut = project(keys);
      for (let round = 0; round < roundsMax; round += 1) {
        const plan = ledger.plan(cut, keys, cause);
        if (plan.kind === "changes") return plan;
        cut = mergeCuts(cut, project({ ...noKeys, properties: plan.properties, owners: plan.owners }));
      }
      throw new Error(`a plan still lacked documents after ${roundsMax} readings`);
    },
    apply: (plan) => {
      for (const row of [...plan.rows.inserts, ...plan.rows.replacements]) rows.set(row.id, row);
      for (const account of changedAccounts(plan.accounts)) accounts.set(account.propertyId, account);
      for (const failure of [...plan.failures.opened, ...plan.failures.resolved]) failures.set(failure.key, failure);
      journal.push(...plan.journal);
    },
    reconcile: (keys, cause) => {
      const plan = ledger.planWhole(keys, cause);
      ledger.apply(plan);
      return plan;
    },
    manual: (request) => {
      const [rowId, propertyId] =
        request.kind === "enter" ? [request.facts.id, request.facts.propertyId] : [request.rowId, request.propertyId];
      const present = { row: rows.get(rowId) ?? null, account: accounts.get(propertyId) ?? null };
      const plan = planManual(request, present, context({ kind: "actor", actor: "eve" }));
      if (plan.kind === "refused") return plan;
      rows.set(plan.row.id, plan.row);
      accounts.set(plan.account.propertyId, plan.account);
      journal.push(plan.journal);
      return plan;
    },
    useRules: (next) => {
      rules = next;
    },
  };
  return ledger;
};

/** Exactly what `PresentState` promises, nothing more: no plan may lean on what a database would not have read. */
const presentOf = (
  { rows, accounts, failures }: Pick<PureLedger, "rows" | "accounts" | "failures">,
  cut: ProjectedCut,
  keys: SourceKeys,
): PresentState => {
  const presentRows = entriesOf(rows, [...cut.payments.keys()].flatMap(rowIdsOf));
  const properties = new Set<Id>(cut.properties.keys());
  for (const row of presentRows.values()) properties.add(row.propertyId);
  for (const projection of cut.payments.values())
    if (projection.kind === "posted") for (const row of projection.rows) properties.add(row.propertyId);
  for (const account of accounts.values())
    if (account.ownerKeys.some((owner) => keys.owners.includes(owner))) properties.add(account.propertyId);
  const names = (["payments", "properties", "owners"] as const).flatMap((collection) =>
    [...cut[collection].keys()].map((id) => documentKey(collection, id)),
  );
  const known = [...entriesOf(failures, names)].filter(([, failure]) => isUnsettled(failure));
  return { rows: presentRows, accounts: entriesOf(accounts, [...properties]), failures: new Map(known) };
};

const entriesOf = <Key, Value>(map: ReadonlyMap<Key, Value>, keys: readonly Key[]): Map<Key, Value> => {
  const entries = new Map<Key, Value>();
  for (const key of keys) {
    const value = map.get(key);
    if (value !== undefined) entries.set(key, value);
  }
  return entries;
};
