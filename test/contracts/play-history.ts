import { expect } from "vitest";
import type { CommitResult } from "../../src/application/ports/accounting-sink.ts";
import { type Id, incomeRowId } from "../../src/domain/ids.ts";
import { currencyOf, exponentOf } from "../../src/domain/money/currency.ts";
import { formatAmount } from "../../src/domain/money/money.ts";
import type { SourceKeys } from "../../src/domain/source/source-cut.ts";
import { isOpen } from "../../src/domain/sync/failure.ts";
import type { AccountingHarness } from "./accounting-harness.ts";
import { type HistoryStep, type PaymentFacts, universe as sizes } from "./ledger-history.ts";
import { entryOf, type LedgerWorld, manualRowId } from "./ledger-world.ts";
import { objectId, reference } from "./neutral-documents.ts";

export type Stage = {
  readonly world: LedgerWorld;
  readonly subject: AccountingHarness;
  /** Histories of different universes never touch the same documents. */
  readonly universe: number;
  readonly afterCommit: () => Promise<void>;
};

type Entry = { readonly property: number; readonly signedMinor: bigint; readonly reversed: boolean };

/** What the source and the accountants said, kept apart from the code under test. */
type Model = {
  readonly payments: Map<number, { readonly property: number; readonly facts: PaymentFacts }>;
  readonly properties: Map<number, { readonly owners: readonly number[]; readonly name: string }>;
  readonly owners: Map<number, string>;
  readonly entries: Entry[];
};

/** Plays a history. After each commit the ledger must show the model; at the end committing every key again changes nothing. */
export const playHistory = async (stage: Stage, steps: readonly HistoryStep[]): Promise<void> => {
  const model: Model = { payments: new Map(), properties: new Map(), owners: new Map(), entries: [] };
  const unit = createUnit(stage, async () => {
    await stage.afterCommit();
    await expectLedgerToShow(stage, model);
  });
  for (const step of steps) {
    await perform(stage, { model, unit }, step);
  }
  await unit.commit({ guess: false, again: false });
  for (const payment of Array(sizes.payments).keys()) unit.add("payments", paymentId(stage, payment));
  for (const property of Array(sizes.properties).keys()) unit.add("properties", propertyId(stage, property));
  for (const owner of Array(sizes.owners).keys()) unit.add("owners", ownerId(stage, owner));
  expect(await unit.commit({ guess: false, again: false })).toMatchObject({ rowsChanged: 0, changedKeys: [] });
};

const paymentId = ({ universe }: Stage, number: number): Id => objectId(universe * 100 + number);
const propertyId = ({ universe }: Stage, number: number): Id => objectId(universe * 100 + 20 + number);
const ownerId = ({ universe }: Stage, number: number): Id => objectId(universe * 100 + 40 + number);
const entryName = ({ universe }: Stage, number: number): string => `${universe}-${number}`;

type Unit = {
  add(collection: keyof SourceKeys, id: Id): void;
  commit(how: { readonly guess: boolean; readonly again: boolean }): Promise<CommitResult>;
};

/** Gathers the keys that changed until they are committed, as the stream does. */
const createUnit = ({ world }: Stage, afterCommit: () => Promise<void>): Unit => {
  let keys = { payments: new Set<Id>(), properties: new Set<Id>(), owners: new Set<Id>() };
  let events = 0;
  return {
    add: (collection, id) => {
      keys[collection].add(id);
      events += 1;
    },
    commit: async ({ guess, again }) => {
      const now = world.source.now();
      const asked = { payments: [...keys.payments], properties: [...keys.properties], owners: [...keys.owners] };
      const presumedNew = new Set(guess ? asked.payments : []);
      const position = { token: `{"at":"${now}"}`, clusterTime: now };
      const batch = await world.batch(asked, { events, position, presumedNew });
      const result = await world.send(batch);
      expect(result.kind).toBe("committed");
      if (again) expect(await world.send(batch)).toMatchObject({ kind: "already_committed" });
      keys = { payments: new Set(), properties: new Set(), owners: new Set() };
      events = 0;
      await afterCommit();
      return result;
    },
  };
};

type Play = { readonly model: Model; readonly unit: Unit };

const perform = (stage: Stage, play: Play, step: HistoryStep): Promise<unknown> => {
  switch (step.kind) {
    case "enter":
      return enter(stage, play.model, step);
    case "reverse":
      return reverse(stage, play.model, step.entry);
    case "commit":
      return play.unit.commit(step);
    default:
      play.unit.add(...write(stage, play.model, step));
      return Promise.resolve();
  }
};

type SourceStep = Exclude<HistoryStep, { readonly kind: "enter" | "reverse" | "commit" }>;

type Key = readonly [collection: keyof SourceKeys, id: Id];

/** Writes to the source and to the model; answers with the key that changed. */
const write = (stage: Stage, model: Model, step: SourceStep): Key => {
  const { world } = stage;
  switch (step.kind) {
    case "payment":
      world.putPayment(paymentId(stage, step.payment), propertyId(stage, step.property), fieldsOf(step.facts));
      model.payments.set(step.payment, step);
      return ["payments", paymentId(stage, step.payment)];
    case "delete_payment":
      world.source.payments.delete(paymentId(stage, step.payment));
      model.payments.delete(step.payment);
      return ["payments", paymentId(stage, step.payment)];
    case "property": {
      const [first, second] = step.owners.map((owner) => ownerId(stage, owner));
      const fields = { name: step.name, propertyOwnerId: second === undefined ? null : reference(second) };
      world.putProperty(propertyId(stage, step.property), first, fields);
      model.properties.set(step.property, step);
      return ["properties", propertyId(stage, step.property)];
    }
    case "delete_property":
      world.source.properties.delete(propertyId(stage, step.property));
      model.properties.delete(step.property);
      return ["properties", propertyId(stage, step.property)];
    case "owner":
      world.putOwner(ownerId(stage, step.owner), step.name);
      model.owners.set(step.owner, step.name);
      return ["owners", ownerId(stage, step.owner)];
    case "delete_owner":
      world.source.owners().delete(ownerId(stage, step.owner));
      model.owners.delete(step.owner);
      return ["owners", ownerId(stage, step.owner)];
  }
};

const fieldsOf = ({ minor, currency, status, broken }: PaymentFacts) => ({
  amount: broken
    ? ({ type: "other", bsonType: "array" } as const)
    : ({ type: "decimal", text: majorOf(minor, currency) } as const),
  currency,
  status,
});

const majorOf = (minor: bigint, code: PaymentFacts["currency"]): string => {
  const currency = currencyOf(code);
  return formatAmount(minor, currency === null ? 2 : exponentOf(currency));
};

const enter = async (stage: Stage, model: Model, step: Extract<HistoryStep, { kind: "enter" }>): Promise<void> => {
  const facts = entryOf(entryName(stage, model.entries.length), propertyId(stage, step.property), {
    type: step.type,
    amountMinor: step.minor,
  });
  const result = await stage.world.manual({ kind: "enter", facts });
  if (result.kind === "refused") return expect(result.refusal).toBe("account_not_found");
  expect(result.kind).toBe("committed");
  model.entries.push({ property: step.property, signedMinor: BigInt(facts.direction) * step.minor, reversed: false });
  await stage.afterCommit();
};

const reverse = async (stage: Stage, model: Model, number: number): Promise<void> => {
  const entry = model.entries[number];
  if (entry === undefined) return;
  const result = await stage.world.manual({
    kind: "reverse",
    rowId: manualRowId(entryName(stage, number)),
    propertyId: propertyId(stage, entry.property),
    reason: "typed twice",
    actor: "eve",
  });
  expect(result).toMatchObject(entry.reversed ? { refusal: "already_reversed" } : { kind: "committed" });
  model.entries[number] = { ...entry, reversed: true };
};

const expectLedgerToShow = async (stage: Stage, model: Model): Promise<void> => {
  const rows = new Map((await stage.subject.rows()).map((row) => [row.id, row]));
  for (const payment of Array(sizes.payments).keys()) {
    const row = rows.get(incomeRowId(paymentId(stage, payment)));
    const { property, facts } = model.payments.get(payment) ?? { property: 0, facts: null };
    const isPosted = facts !== null && facts.status === "completed" && facts.minor > 0n && !facts.broken;
    if (facts?.broken && facts.status === "completed") continue;
    if (!isPosted) expect(row?.status ?? "void", `payment ${payment}`).toBe("void");
    else {
      const { minor: amountMinor, currency } = facts;
      expect(row).toMatchObject({ status: "posted", amountMinor, currency, propertyId: propertyId(stage, property) });
    }
  }
  for (const [number, { reversed, signedMinor }] of model.entries.entries()) {
    const row = rows.get(manualRowId(entryName(stage, number)));
    expect(BigInt(row?.direction ?? 0) * (row?.amountMinor ?? 0n)).toBe(signedMinor);
    expect(row?.status).toBe(reversed ? "void" : "posted");
  }
  await expectHeadsToShow(stage, model);
  await expectFailuresToName(stage, model);
};

const expectHeadsToShow = async (stage: Stage, model: Model): Promise<void> => {
  const accounts = new Map((await stage.subject.accounts()).map((account) => [account.propertyId, account]));
  for (const property of Array(sizes.properties).keys()) {
    const account = accounts.get(propertyId(stage, property));
    const known = model.properties.get(property);
    if (known === undefined) {
      expect(account?.status ?? "stub").toMatch(/^(stub|archived)$/);
      continue;
    }
    const owner = known.owners.find((candidate) => model.owners.has(candidate)) ?? known.owners[0];
    expect(account).toMatchObject({
      status: "active",
      propertyName: known.name,
      ownerId: owner === undefined ? null : ownerId(stage, owner),
      ownerName: owner === undefined ? null : (model.owners.get(owner) ?? null),
    });
  }
};

const expectFailuresToName = async (stage: Stage, model: Model): Promise<void> => {
  const broken = [...model.payments].filter(([, { facts }]) => facts.broken && facts.status === "completed");
  const mine = Array.from({ length: sizes.payments }, (_, payment) => paymentId(stage, payment));
  const open = (await stage.subject.failures()).filter(
    (failure) => isOpen(failure) && mine.includes(failure.documentId),
  );
  expect(open.map(({ documentId }) => documentId).sort()).toEqual(
    broken.map(([payment]) => paymentId(stage, payment)).sort(),
  );
};
