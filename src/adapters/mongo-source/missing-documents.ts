import type { Id } from "../../domain/ids.ts";
import type { Change } from "../../domain/sync/change.ts";
import { idSlices } from "../mongo-driver/slices.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { hashOfText } from "./hash.ts";
import { type KnownDocuments, knownIds } from "./known-documents.ts";
import type { PolledCollection, Scan } from "./polling-scan.ts";
import { idOfRaw } from "./raw-document.ts";
import { idIn } from "./read-cut.ts";
import { findAll } from "./source-find.ts";
import { gone } from "./told-documents.ts";

export type Missing = Scan & { readonly ledger: KnownDocuments; readonly signal: AbortSignal };

/** Pages of documents that the ledger knows and the present sweep has not met: deleted, unless they have been told as such. */
export async function* missing(search: Missing, polled: PolledCollection): AsyncGenerator<readonly Id[]> {
  const { documents } = polled;
  for await (const ids of knownIds(search.ledger, polled.collection, search.signal)) {
    const unseen = ids.filter((id) => !documents.isSeen(hashOfText(id)));
    // One that came while the sweep went by, or that was too many to remember, is there all the same.
    const existing = unseen.length === 0 ? new Set<Id>() : await existingOf(search, polled.name, unseen);
    yield unseen.filter((id) => !existing.has(id) && documents.told(hashOfText(id)) !== gone);
  }
}

const existingOf = async ({ db, session }: Scan, collection: string, ids: readonly Id[]): Promise<ReadonlySet<Id>> => {
  const existing = new Set<Id>();
  for (const slice of idSlices(ids)) {
    const query = { collection, filter: idIn(slice), projection: { _id: 1 } };
    const { documents } = await translated("source", () => findAll(db, session, query, { level: "local" }));
    for (const raw of documents) existing.add(idOfRaw(raw));
  }
  return existing;
};

/** Marks them as told. */
export const deletionsOf = (
  ids: readonly Id[],
  { collection, documents }: PolledCollection,
  { moment }: Scan,
): readonly Change[] =>
  ids.map((id) => {
    documents.tell(hashOfText(id), gone);
    return { collection, id, clusterTime: moment.time, wallTime: moment.wallTime, inserted: false };
  });
