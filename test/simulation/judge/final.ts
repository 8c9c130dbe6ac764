import type { LedgerStore } from "../../../src/adapters/memory/ledger-store.ts";
import type { Id } from "../../../src/domain/ids.ts";
import { currencyOf } from "../../../src/domain/money/currency.ts";
import type { ProjectionRules } from "../../../src/domain/projection/projection.ts";
import { addFailureCounts, isDismissed, isOpen, noFailures, shiftOfCounts } from "../../../src/domain/sync/failure.ts";
import type { AskedEntry } from "../world/operator.ts";
import { latest, latestOwner, presentSpecs, type SourceBook } from "../world/source-book.ts";
import { booksOf, type Objections } from "./books.ts";
import { checkCovered } from "./check-covered.ts";
import { candidatesOf } from "./expected-head.ts";
import { expectedRows } from "./expected-rows.ts";
import { textOf } from "./text-of.ts";

export type FinalEvidence = {
  readonly store: LedgerStore;
  readonly book: SourceBook;
  readonly rules: ProjectionRules;
  readonly entries: readonly AskedEntry[];
};

/** When nothing goes wrong any more and everything has come to rest, nothing may be missing. */
export const judgeRest = (evidence: FinalEvidence): Objections => {
  const { store, book, rules } = evidence;
  return [
    ...checkCovered(booksOf(store), book, rules),
    ...checkFailures(evidence),
    ...evidence.entries.flatMap((asked) => checkEntry(asked, store)),
    ...checkLeftovers(evidence),
  ];
};

/** A failure is open, or dismissed by a person, exactly for every document that is malformed; of owners, for those whom a property names. */
const checkFailures = ({ store, book, rules }: FinalEvidence): Objections => {
  const open = new Set<string>();
  const dismissed = new Set<string>();
  for (const failure of store.failures.values()) {
    if (isOpen(failure)) open.add(failure.key);
    if (isDismissed(failure)) dismissed.add(failure.key);
  }
  const objections: string[] = [];
  const judge = (key: string, isMalformed: boolean, mustBeKnown = true): void => {
    const isKnown = open.has(key) || dismissed.has(key);
    if (isMalformed && mustBeKnown && !isKnown) objections.push(`${key} is malformed and no failure is open`);
    if (!isMalformed && open.has(key)) objections.push(`${key} is not malformed and its failure is open`);
  };
  for (const id of book.payments.keys())
    judge(`payments/${id}`, expectedRows(id, latest(book.payments, id)?.spec ?? null, rules) === "malformed");
  for (const id of book.properties.keys())
    judge(`properties/${id}`, (latest(book.properties, id)?.spec?.flaw ?? null) !== null);
  const named = namedOwners(book);
  for (const id of ownerIds(book))
    judge(`owners/${id}`, (latestOwner(book, id).spec?.flaw ?? null) !== null, named.has(id));
  const shifts = [...store.failures.values()].map((failure) => shiftOfCounts(null, failure));
  const counts = textOf(shifts.reduce(addFailureCounts, noFailures));
  if (textOf(store.checkpoint.failureCounts) !== counts)
    objections.push(`${textOf(store.checkpoint.failureCounts)} failures are counted by state and there are ${counts}`);
  if (store.checkpoint.openFailures !== open.size)
    objections.push(`${store.checkpoint.openFailures} failures are counted and ${open.size} are open`);
  return objections;
};

const ownerIds = ({ owners }: SourceBook): ReadonlySet<Id> =>
  new Set([...owners.users.keys(), ...owners.propertyowners.keys()]);

/** Owners who are looked at: a property names them, and none before them exists. */
const namedOwners = (book: SourceBook): ReadonlySet<Id> => {
  const sound = [...presentSpecs(book.properties).values()].filter(({ flaw }) => flaw === null);
  return new Set(sound.flatMap(candidatesOf));
};

const checkEntry = ({ rowId, entry, entered, reversed }: AskedEntry, store: LedgerStore): Objections => {
  const row = store.rows.get(rowId);
  if (row === undefined) return entered.done > 0 ? [`the entry ${rowId} was confirmed and is not there`] : [];
  if (entered.refused === entered.asked) return [`the entry ${rowId} was refused and is there`];
  const objections: string[] = [];
  const direction = entry.type === "income" ? 1 : -1;
  const isAsAsked =
    row.origin === "manual" &&
    row.propertyId === entry.propertyId &&
    row.direction === direction &&
    row.amountMinor === BigInt(entry.amount.replace(".", "")) &&
    row.currency === currencyOf(entry.currency);
  if (!isAsAsked) objections.push(`the entry ${rowId} is not what was asked for`);
  if (reversed.done > 0 && row.status !== "void")
    objections.push(`the reversal of ${rowId} was confirmed and it is posted`);
  if (reversed.asked === reversed.refused && row.status === "void")
    objections.push(`${rowId} is void and nobody reversed it`);
  return objections;
};

const checkLeftovers = ({ store }: FinalEvidence): Objections => {
  const objections: string[] = [];
  const { gap, driftCorrected, aheadCorrected } = store.checkpoint;
  if (gap !== null && gap.closedAt === null) objections.push("a gap is open");
  // What came back from a time to come is drift as well; nothing else has been damaged.
  if (driftCorrected > aheadCorrected)
    objections.push(`${driftCorrected} corrections are called drift, and nobody has damaged the ledger`);
  return objections;
};
