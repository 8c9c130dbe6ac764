import type { ClientSession, Db, Document } from "mongodb";
import type { SourceCollection } from "../../domain/source/source-cut.ts";
import type { Change } from "../../domain/sync/change.ts";
import { cursorOf } from "../mongo-driver/raw-cursor.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { ownerFields, paymentFields, propertyFields } from "./documents.ts";
import { hashOfBytes, hashOfText } from "./hash.ts";
import type { Moment } from "./polling-clock.ts";
import { idOfRaw, updatedAtOf } from "./raw-document.ts";
import type { SourceCollections } from "./source-collections.ts";
import type { ToldDocuments } from "./told-documents.ts";

/** Documents of one reply, and so changes of one item. */
const batchSize = 2_000;

/** A collection that is polled, and what has been told of its documents. */
export type PolledCollection = {
  readonly name: string;
  readonly collection: SourceCollection;
  readonly projection: Document;
  readonly documents: ToldDocuments;
};

export const polledCollections = (
  { payments, properties, owners }: SourceCollections,
  createDocuments: () => ToldDocuments,
): readonly PolledCollection[] => {
  const polled = (name: string, collection: SourceCollection, fields: Document): PolledCollection => {
    return { name, collection, projection: { ...fields, updatedAt: 1 }, documents: createDocuments() };
  };
  return [
    ...owners.map((name) => polled(name, "owners", ownerFields)),
    polled(properties, "properties", propertyFields),
    polled(payments, "payments", paymentFields),
  ];
};

export type Scan = {
  readonly db: Db;
  readonly session: ClientSession;
  readonly moment: Moment;
  /** An older date is not that of the change that was found. Milliseconds since the epoch. */
  readonly datedFrom: number;
};

/** `read`: documents that the server gave. */
export type ScannedBatch = { readonly changes: readonly Change[]; readonly read: number };

/** Reads the documents that `filter` finds, and tells those whose state was not told before. Bounded by one reply. */
export async function* scan(
  { db, session, ...times }: Scan,
  polled: PolledCollection,
  filter: Document,
): AsyncGenerator<ScannedBatch> {
  const { name: collection, projection } = polled;
  const command = (text: Document) => translated("source", () => db.command(text, { session, raw: true }));
  const first = { find: collection, filter, projection, batchSize, readConcern: { level: "local" } };
  let reply = cursorOf(await command(first), "firstBatch");
  for (;;) {
    yield { changes: newsOf(reply.batch, polled, times), read: reply.batch.length };
    if (reply.id.isZero()) return;
    reply = cursorOf(await command({ getMore: reply.id, collection, batchSize }), "nextBatch");
  }
}

const newsOf = (
  batch: readonly Uint8Array[],
  { collection, documents }: PolledCollection,
  { moment, datedFrom }: Pick<Scan, "moment" | "datedFrom">,
): readonly Change[] => {
  const changes: Change[] = [];
  for (const raw of batch) {
    const id = idOfRaw(raw);
    const hash = hashOfText(id);
    const fingerprint = hashOfBytes(raw);
    if (documents.told(hash) === fingerprint) continue;
    documents.tell(hash, fingerprint);
    const date = updatedAtOf(raw);
    const isItsOwn = date !== null && date >= datedFrom && date <= moment.wallTime;
    // When it happened is not known without a date: it counts from when it was found.
    const wallTime = isItsOwn ? date : moment.wallTime;
    changes.push({ collection, id, clusterTime: moment.time, wallTime, inserted: false });
  }
  return changes;
};
