import { type Id, manualRowId, type RowId } from "../../src/domain/ids.ts";
import type { ChangePlan } from "../../src/domain/ledger/plan-changes.ts";
import type { ManualPlan } from "../../src/domain/ledger/plan-manual.ts";
import { directionOfType, type RowFacts } from "../../src/domain/ledger/row.ts";
import { minorOf } from "../../src/domain/money/money.ts";
import type { ProjectionRules } from "../../src/domain/projection/projection.ts";
import type { SourceCollection, SourceKeys } from "../../src/domain/source/source-cut.ts";
import { aManualRow } from "./a-manual-row.ts";
import { type Named, ownerNames, paymentNames, propertyNames } from "./arbitraries/ids.ts";
import { aPayment } from "./arbitraries/payments.ts";
import { type HistoryStep, type SourceWrite, undecodable } from "./arbitraries/source-history.ts";
import { createPureLedger, type PureLedger } from "./pure-ledger.ts";
import { createTestSource, type TestSource } from "./test-source.ts";

export type Played = {
  readonly source: TestSource;
  readonly ledger: PureLedger;
  /** Every owner's names so far: what a head may still say of one whose document has become malformed. */
  readonly namesOf: ReadonlyMap<Id, ReadonlySet<string | null>>;
};

export type Watch = {
  /** After each unit, with the plan that was applied. */
  readonly onUnit?: (played: Played, plan: ChangePlan, keys: SourceKeys) => void;
  /** After each entry and reversal, refused or not. */
  readonly onManual?: (played: Played, plan: ManualPlan) => void;
};

type Key = readonly [collection: SourceCollection, id: Id];

/**
 * Plays a history: writes make keys wait, units bring some of them to what the source says then, late, early, twice and in any
 * order. In the end whatever still waits is reconciled, so that the ledger owes nothing.
 */
export const playSourceHistory = (steps: readonly HistoryStep[], rules: ProjectionRules, watch: Watch = {}): Played => {
  const source = createTestSource();
  const ledger = createPureLedger(source, rules);
  const namesOf = new Map<Id, Set<string | null>>();
  const played: Played = { source, ledger, namesOf };
  const entries: RowId[] = [];
  let waiting: Key[] = [];

  const unit = (keys: readonly Key[]): void => {
    const asked = keysOf(keys);
    const plan = ledger.reconcile(asked);
    watch.onUnit?.(played, plan, asked);
  };
  const reconcile = (step: Extract<HistoryStep, { kind: "reconcile" }>): void => {
    const ordered = shuffled(waiting, step.order);
    const taken = ordered.slice(0, Math.ceil((ordered.length * step.share) / 4));
    waiting = step.again ? ordered : ordered.slice(taken.length);
    unit([...taken, ...swept(step.sweep)]);
  };
  const enter = (step: Extract<HistoryStep, { kind: "enter" }>): void => {
    const plan = ledger.manual({ kind: "enter", facts: entryFacts(entries.length, step) });
    if (plan.kind === "manual") entries.push(plan.row.id);
    watch.onManual?.(played, plan);
  };
  const reverse = (entry: number): void => {
    const row = ledger.rows.get(entries[entry] ?? manualRowId("none"));
    if (row === undefined) return;
    const { id: rowId, propertyId } = row;
    const plan = ledger.manual({ kind: "reverse", rowId, propertyId, reason: "typed twice", actor: "eve" });
    watch.onManual?.(played, plan);
  };
  const perform = (step: HistoryStep): void => {
    if (step.kind === "reconcile") reconcile(step);
    else if (step.kind === "enter") enter(step);
    else if (step.kind === "reverse") reverse(step.entry);
    else {
      if (step.kind === "put_owner") remember(namesOf, step);
      waiting.push(write(source, step));
    }
  };

  for (const step of steps) perform(step);
  unit(waiting);
  return played;
};

/** Keys of every document there is or was, as a full sync of both sides would bring them. */
export const everyKey: SourceKeys = {
  payments: paymentNames.map(({ id }) => id),
  properties: propertyNames.map(({ id }) => id),
  owners: ownerNames.map(({ id }) => id),
};

const idOf = (names: readonly Named[], number: number): Id => {
  const named = names[number];
  if (named === undefined) throw new RangeError(`the universe has no number ${number}`);
  return named.id;
};

export const write = (source: TestSource, step: SourceWrite): Key => {
  source.tick();
  switch (step.kind) {
    case "put_payment": {
      const id = idOf(paymentNames, step.payment);
      source.payments.set(id, aPayment(id, step.fields));
      return ["payments", id];
    }
    case "put_property": {
      const id = idOf(propertyNames, step.property);
      source.properties.set(id, { ...step.fields, id });
      return ["properties", id];
    }
    case "put_owner": {
      const id = idOf(ownerNames, step.owner);
      const { firstName } = step;
      const isReadable = firstName !== undecodable;
      source.owners.set(
        id,
        isReadable ? { id, firstName, lastName: "Moyo" } : { kind: "undecodable", id, reason: "cut off" },
      );
      return ["owners", id];
    }
    case "delete_payment":
      source.payments.delete(idOf(paymentNames, step.payment));
      return ["payments", idOf(paymentNames, step.payment)];
    case "delete_property":
      source.properties.delete(idOf(propertyNames, step.property));
      return ["properties", idOf(propertyNames, step.property)];
    case "delete_owner":
      source.owners.delete(idOf(ownerNames, step.owner));
      return ["owners", idOf(ownerNames, step.owner)];
  }
};

const remember = (
  namesOf: Map<Id, Set<string | null>>,
  { owner, firstName }: Extract<SourceWrite, { kind: "put_owner" }>,
): void => {
  const id = idOf(ownerNames, owner);
  const names = namesOf.get(id) ?? new Set([null]);
  if (typeof firstName === "string") names.add(`${firstName} Moyo`);
  if (firstName === undefined) names.add("Moyo");
  namesOf.set(id, names);
};

/** Distinct keys, as they come out of `coalesce`. */
const keysOf = (keys: readonly Key[]): SourceKeys => {
  const ids = { payments: new Set<Id>(), properties: new Set<Id>(), owners: new Set<Id>() };
  for (const [collection, id] of keys) ids[collection].add(id);
  return { payments: [...ids.payments], properties: [...ids.properties], owners: [...ids.owners] };
};

const shuffled = <T>(items: readonly T[], seed: number): T[] => {
  const rest = [...items];
  const order: T[] = [];
  let state = seed + 1;
  while (rest.length > 0) {
    state = (state * 48_271) % 2_147_483_647;
    order.push(...rest.splice(state % rest.length, 1));
  }
  return order;
};

/** Keys that a full sync happens to look at, by the bits of a number. */
const swept = (bits: number): readonly Key[] => {
  const all: readonly Key[] = [
    ...everyKey.payments.map((id): Key => ["payments", id]),
    ...everyKey.properties.map((id): Key => ["properties", id]),
    ...everyKey.owners.map((id): Key => ["owners", id]),
  ];
  return all.filter((_, index) => (bits >> index) % 2 === 1);
};

const entryFacts = (number: number, step: Extract<HistoryStep, { kind: "enter" }>): RowFacts => ({
  ...aManualRow,
  id: manualRowId(`entry-${number}`),
  propertyId: idOf(propertyNames, step.property),
  type: step.type,
  direction: step.type === "other" ? -1 : directionOfType[step.type],
  amountMinor: minorOf(step.minor),
});
