import type { LostHistoryReason } from "../../application/ports/change-feed.ts";
import type { ClusterTime } from "../../domain/cluster-time.ts";
import type { Id } from "../../domain/ids.ts";
import type { SourceCollection, Undecodable } from "../../domain/source/source-cut.ts";
import type { SourceHistory } from "./source-history.ts";
import type { SourceTable } from "./source-state.ts";

/** A collection of the main database as its application writes it. Every write answers with its cluster time. */
export type WritableCollection<Document> = {
  put(document: Document | Undecodable): ClusterTime;
  /** Says nothing to the feed when there is no such document. */
  delete(id: Id): ClusterTime;
  /** Everything in it is gone, and the feed cannot say which keys that were. */
  drop(): ClusterTime;
  /** As `drop`, by giving the collection another name: answers with what went away. */
  renameAway(): readonly (Document | Undecodable)[];
  /** Another collection takes its place, as `$out` and a rename do. */
  replaceWith(documents: readonly (Document | Undecodable)[]): ClusterTime;
};

type WriteContext = { readonly history: SourceHistory; readonly now: () => number };

export const createWritableCollection = <Document extends { readonly id: Id }>(
  collection: SourceCollection,
  table: SourceTable<Document>,
  { history, now }: WriteContext,
): WritableCollection<Document> => {
  const { documents } = table;
  const changed = (id: Id, at: ClusterTime, inserted: boolean): void =>
    history.record({ kind: "change", change: { collection, id, clusterTime: at, wallTime: now(), inserted } });
  const replaced = (next: readonly (Document | Undecodable)[], reason: LostHistoryReason): ClusterTime =>
    history.write((at) => {
      for (const id of documents.ids()) documents.remove(id, at);
      for (const document of next) documents.set(document, at);
      table.bornAt = at;
      table.isDropped = next.length === 0;
      history.record({ kind: "lost", reason, detail: collection });
    });
  return {
    put: (document) =>
      history.write((at) => {
        table.isDropped = false;
        changed(document.id, at, documents.set(document, at));
      }),
    delete: (id) =>
      history.write((at) => {
        if (documents.remove(id, at)) changed(id, at, false);
      }),
    drop: () => replaced([], "collection_dropped"),
    renameAway: () => {
      const before = history.now();
      const gone = documents.ids().flatMap((id) => documents.find(id, before) ?? []);
      replaced([], "collection_renamed");
      return gone;
    },
    replaceWith: (next) => replaced(next, "collection_renamed"),
  };
};
