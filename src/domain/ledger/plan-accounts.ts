import type { ClusterTime } from "../cluster-time.ts";
import type { Id } from "../ids.ts";
import type { ProjectedCut } from "../projection/project-cut.ts";
import { resolveOwner } from "../projection/resolve-owner.ts";
import { type Account, type AccountFacts, sameAccountFacts, stubFacts } from "./account.ts";
import { type BalanceSheet, createBalanceSheet } from "./balance.ts";
import type { IncompletePlan, PlanContext } from "./plan-context.ts";
import type { RowStep } from "./plan-rows.ts";

export type AccountChanges = {
  readonly inserts: readonly Account[];
  /** Heads that say something else about their property or owner. */
  readonly retold: readonly Account[];
  /** Heads of which only the totals change. */
  readonly shifted: readonly Account[];
};

export const changedAccounts = ({ inserts, retold, shifted }: AccountChanges): readonly Account[] => [
  ...inserts,
  ...retold,
  ...shifted,
];

export type AccountPlan = {
  readonly kind: "planned";
  readonly changes: AccountChanges;
  /** Properties whose head says something else about itself or its owner than before (totals aside). */
  readonly changedFacts: ReadonlySet<Id>;
  /** Owners behind those changes. */
  readonly changedOwners: ReadonlySet<Id>;
  /** Properties whose head claimed to show a later time than the unit's. */
  readonly ahead: ReadonlySet<Id>;
};

/** What a unit has read, and which owners may have changed: one that was only read besides is no news to other heads. */
export type AccountNews = { readonly cut: ProjectedCut; readonly owners: ReadonlySet<Id> };

/** Heads to write: shifted by the rows that change, and retold by the properties in the cut and the owners that may have changed. */
export const planAccounts = (
  news: AccountNews,
  present: ReadonlyMap<Id, Account>,
  steps: readonly RowStep[],
  context: PlanContext,
): AccountPlan | IncompletePlan => {
  const sheets = sheetsOf(steps, present);
  const questions = createQuestions();
  const plan = createAccountDraft(news);
  for (const propertyId of touchedProperties(news, present, sheets)) {
    const before = present.get(propertyId);
    const sheet = sheets.get(propertyId);
    const facts = factsOf({ propertyId, before, hasRows: sheet !== undefined, news, questions });
    if (facts === null) continue;
    const isRetold = before === undefined || isAhead(before, news.cut) || !sameAccountFacts(before, facts);
    if (!isRetold && sheet === undefined) continue;
    const balances = sheet?.balances() ?? before?.balances ?? new Map();
    plan.write(before, { ...facts, propertyId, balances, ...stampOf(before, news.cut.asOf, context.at) }, isRetold);
  }
  return questions.open()
    ? { kind: "incomplete", properties: [...questions.properties], owners: [...questions.owners] }
    : { kind: "planned", ...plan.result };
};

type AccountDraft = {
  readonly result: Omit<AccountPlan, "kind">;
  /** `isRetold`: the head says something else about itself than before, not only other totals. */
  write(before: Account | undefined, after: Account, isRetold: boolean): void;
};

const isAhead = (before: Account, { asOf }: ProjectedCut): boolean => before.asOf > asOf;

const createAccountDraft = ({ owners, cut }: AccountNews): AccountDraft => {
  const inserts: Account[] = [];
  const retold: Account[] = [];
  const shifted: Account[] = [];
  const changedFacts = new Set<Id>();
  const changedOwners = new Set<Id>();
  const ahead = new Set<Id>();
  return {
    result: { changes: { inserts, retold, shifted }, changedFacts, changedOwners, ahead },
    write: (before, after, isRetold) => {
      if (before !== undefined && isAhead(before, cut)) ahead.add(after.propertyId);
      if (!isRetold) return void shifted.push(after);
      (before === undefined ? inserts : retold).push(after);
      changedFacts.add(after.propertyId);
      for (const owner of after.ownerKeys) if (owners.has(owner)) changedOwners.add(owner);
    },
  };
};

const stampOf = (before: Account | undefined, asOf: ClusterTime, at: number) => ({
  asOf,
  version: (before?.version ?? 0) + 1,
  createdAt: before?.createdAt ?? at,
  updatedAt: at,
});

/** The totals of every account that a row enters or leaves. */
const sheetsOf = (steps: readonly RowStep[], present: ReadonlyMap<Id, Account>): ReadonlyMap<Id, BalanceSheet> => {
  const sheets = new Map<Id, BalanceSheet>();
  const sheetOf = (propertyId: Id): BalanceSheet => {
    const known = sheets.get(propertyId) ?? createBalanceSheet(present.get(propertyId)?.balances);
    sheets.set(propertyId, known);
    return known;
  };
  for (const { before, after } of steps) {
    if (before !== null) sheetOf(before.propertyId).remove(before);
    sheetOf(after.propertyId).add(after);
  }
  return sheets;
};

const touchedProperties = (
  { cut, owners }: AccountNews,
  present: ReadonlyMap<Id, Account>,
  sheets: ReadonlyMap<Id, BalanceSheet>,
): ReadonlySet<Id> => {
  const touched = new Set<Id>([...sheets.keys(), ...cut.properties.keys()]);
  if (owners.size === 0) return touched;
  for (const account of present.values()) {
    if (account.ownerKeys.some((owner) => owners.has(owner))) touched.add(account.propertyId);
  }
  return touched;
};

type Questions = {
  readonly properties: Set<Id>;
  readonly owners: Set<Id>;
  open(): boolean;
};

const createQuestions = (): Questions => {
  const properties = new Set<Id>();
  const owners = new Set<Id>();
  return { properties, owners, open: () => properties.size + owners.size > 0 };
};

type Question = {
  readonly propertyId: Id;
  readonly before: Account | undefined;
  /** A row needs this head, whether or not its property exists. */
  readonly hasRows: boolean;
  readonly news: AccountNews;
  readonly questions: Questions;
};

/** What the head must say; null when there is no head and none is needed, or when the question is still open. */
const factsOf = (question: Question): AccountFacts | null => {
  const { propertyId, before, hasRows, news, questions } = question;
  const property = news.cut.properties.get(propertyId);
  switch (property?.kind) {
    case undefined:
      if (before === undefined || before.status === "stub") return ask(questions.properties, propertyId);
      return retoldOwner(before, question);
    case "property": {
      const { kind: _, ...facts } = property;
      return withOwner({ ...facts, ownerId: null, ownerName: null, status: "active" }, question);
    }
    case "absent":
      if (before === undefined) return hasRows ? stubFacts : null;
      return retoldOwner(withoutProperty(before), question);
    case "rejected":
      if (before === undefined) return hasRows ? stubFacts : null;
      return retoldOwner(before, question);
  }
};

const withoutProperty = (before: AccountFacts): AccountFacts =>
  before.status === "stub" ? before : { ...before, status: "archived" };

const ask = (questions: Set<Id>, id: Id): null => {
  questions.add(id);
  return null;
};

/** A head whose property says nothing new keeps its owner, unless one of its owners is news. */
const retoldOwner = (facts: AccountFacts, question: Question): AccountFacts | null =>
  facts.ownerKeys.some((owner) => question.news.owners.has(owner)) ? withOwner(facts, question) : facts;

const withOwner = (facts: AccountFacts, { before, news, questions }: Question): AccountFacts | null => {
  const owner = resolveOwner(facts.ownerKeys, news.cut.owners);
  switch (owner.kind) {
    case "resolved":
      return { ...facts, ownerId: owner.ownerId, ownerName: owner.ownerName };
    case "undecided":
      return {
        ...facts,
        ownerId: owner.ownerId,
        ownerName: before?.ownerId === owner.ownerId ? before.ownerName : null,
      };
    case "unread":
      for (const id of owner.ownerIds) questions.owners.add(id);
      return null;
  }
};
