import type { ClusterTime } from "../../domain/cluster-time.ts";
import type { Id } from "../../domain/ids.ts";
import { frozenCopy } from "./frozen-copy.ts";
import { compareIds } from "./id-order.ts";

type Version<Document> = { readonly at: ClusterTime; readonly document: Document | null };

/** The documents of one collection, each with every state it ever had. */
export type VersionedCollection<Document extends { readonly id: Id }> = {
  /** True when there was no such document. */
  set(document: Document, at: ClusterTime): boolean;
  /** True when there was one. */
  remove(id: Id, at: ClusterTime): boolean;
  find(id: Id, at: ClusterTime): Document | undefined;
  /** Present ids, in the store's order. */
  ids(): readonly Id[];
  /** Ids of every document that there ever was, in the store's order. */
  everyId(): readonly Id[];
};

export const createVersionedCollection = <Document extends { readonly id: Id }>(): VersionedCollection<Document> => {
  const versions = new Map<Id, Version<Document>[]>();
  const exists = (id: Id): boolean => (versions.get(id)?.at(-1)?.document ?? null) !== null;
  const add = (id: Id, version: Version<Document>): void => {
    const known = versions.get(id);
    if (known === undefined) versions.set(id, [version]);
    else known.push(version);
  };
  return {
    set: (document, at) => {
      const isNew = !exists(document.id);
      add(document.id, { at, document: frozenCopy(document) });
      return isNew;
    },
    remove: (id, at) => {
      const existed = exists(id);
      if (existed) add(id, { at, document: null });
      return existed;
    },
    find: (id, at) => versions.get(id)?.findLast((version) => version.at <= at)?.document ?? undefined,
    ids: () => [...versions.keys()].filter(exists).sort(compareIds),
    everyId: () => [...versions.keys()].sort(compareIds),
  };
};
