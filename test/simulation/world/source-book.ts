import type { ClusterTime } from "../../../src/domain/cluster-time.ts";
import type { Id } from "../../../src/domain/ids.ts";
import type { OwnerSpec, PaymentSpec, PropertySpec } from "./specs.ts";
import { type OwnerCollection, ownerCollections } from "./universe.ts";

/** What a document was meant to say from the `seq`th event of the history on; null = it was gone. */
export type Version<Spec> = { readonly seq: number; readonly at: ClusterTime; readonly spec: Spec | null };

export type Chronicle<Spec> = Map<Id, Version<Spec>[]>;

/** The simulation's own account of what was written to the main database, kept beside the database itself. */
export type SourceBook = {
  readonly payments: Chronicle<PaymentSpec>;
  readonly properties: Chronicle<PropertySpec>;
  readonly owners: Readonly<Record<OwnerCollection, Chronicle<OwnerSpec>>>;
  /** Events so far: changes of documents, and those that name no document. */
  seq: number;
  /** Events that name no document. */
  readonly keyless: Set<number>;
  readonly emptySince: Record<"payments" | "properties", number>;
};

export const createSourceBook = (): SourceBook => ({
  payments: new Map(),
  properties: new Map(),
  owners: { users: new Map(), propertyowners: new Map() },
  seq: 0,
  keyless: new Set(),
  emptySince: { payments: 0, properties: 0 },
});

export const latest = <Spec>(chronicle: Chronicle<Spec>, id: Id): Version<Spec> | undefined =>
  chronicle.get(id)?.at(-1);

/** What the document said at `at`. */
export const specAt = <Spec>(chronicle: Chronicle<Spec>, id: Id, at: ClusterTime): Spec | null =>
  chronicle.get(id)?.findLast((version) => version.at <= at)?.spec ?? null;

/** The owner's present version: of the first collection that has it, else of the one that lost it last. */
export const latestOwner = (book: SourceBook, id: Id): Version<OwnerSpec> => {
  const versions = ownerCollections.flatMap((name) => latest(book.owners[name], id) ?? []);
  const seq = versions.reduce((last, version) => Math.max(last, version.seq), 0);
  const found = versions.find(({ spec }) => spec !== null);
  // Safe: before the first event nothing has a time.
  return { spec: found?.spec ?? null, at: found?.at ?? (0n as ClusterTime), seq };
};

export const isEmpty = (chronicle: Chronicle<unknown>): boolean =>
  [...chronicle.values()].every((versions) => versions.at(-1)?.spec === null);

/** Notes `spec` under the next event; a document that was not there cannot go. */
export const note = <Spec>(
  book: SourceBook,
  chronicle: Chronicle<Spec>,
  id: Id,
  { spec, at }: { readonly spec: Spec | null; readonly at: ClusterTime },
): void => {
  if (spec === null && (latest(chronicle, id)?.spec ?? null) === null) return;
  book.seq += 1;
  chronicle.set(id, [...(chronicle.get(id) ?? []), { seq: book.seq, at, spec }]);
  noteEmptiness(book);
};

/** Notes that another collection has taken this one's place. */
export const noteReplacement = <Spec>(
  book: SourceBook,
  chronicle: Chronicle<Spec>,
  kept: ReadonlyMap<Id, Spec>,
  at: ClusterTime,
): void => {
  book.seq += 1;
  book.keyless.add(book.seq);
  for (const id of new Set([...chronicle.keys(), ...kept.keys()])) {
    const spec = kept.get(id) ?? null;
    chronicle.set(id, [...(chronicle.get(id) ?? []), { seq: book.seq, at, spec }]);
  }
  noteEmptiness(book);
};

const noteEmptiness = (book: SourceBook): void => {
  for (const collection of ["payments", "properties"] as const) {
    const wasEmpty = book.emptySince[collection] !== Number.POSITIVE_INFINITY;
    if (!isEmpty(book[collection])) book.emptySince[collection] = Number.POSITIVE_INFINITY;
    else if (!wasEmpty) book.emptySince[collection] = book.seq;
  }
};

/** Documents present now, by id. */
export const presentSpecs = <Spec>(chronicle: Chronicle<Spec>): ReadonlyMap<Id, Spec> => {
  const present = new Map<Id, Spec>();
  for (const [id, versions] of chronicle) {
    const spec = versions.at(-1)?.spec ?? null;
    if (spec !== null) present.set(id, spec);
  }
  return present;
};
