import type { ClusterTime } from "../../domain/cluster-time.ts";
import { encodeId } from "../../domain/ids.ts";
import type { SourceCollection } from "../../domain/source/source-cut.ts";
import type { Change } from "../../domain/sync/change.ts";
import { bsonTypes, bufferOf, createFlatDocument } from "../mongo-driver/flat-document.ts";

const flatEvent = createFlatDocument(["_id", "operationType", "clusterTime", "wallTime", "ns", "documentKey"]);
const event = { operationType: 1, clusterTime: 2, wallTime: 3, ns: 4, documentKey: 5 } as const;
const eventTypes = [
  bsonTypes.document,
  bsonTypes.text,
  bsonTypes.timestamp,
  bsonTypes.date,
  bsonTypes.document,
  bsonTypes.document,
] as const;
const flatNamespace = createFlatDocument(["db", "coll"]);
const collectionAt = 1;
const flatKey = createFlatDocument(["_id"]);

export const keyedOperations: ReadonlySet<string> = new Set(["insert", "update", "replace", "delete"]);

/** The change in an event's bytes; null = it names no key, or one that is no ObjectId: then the event must be decoded. */
export const readChange = (raw: Uint8Array, collectionOf: (name: string) => SourceCollection): Change | null => {
  const bytes = bufferOf(raw);
  if (!flatEvent.open(bytes)) return null;
  for (const [field, type] of eventTypes.entries()) if (flatEvent.typeOf(field) !== type) return null;
  const operation = flatEvent.text(event.operationType) ?? "";
  if (!keyedOperations.has(operation)) return null;
  if (!flatNamespace.open(bytes, flatEvent.startOf(event.ns))) return null;
  if (flatNamespace.typeOf(collectionAt) !== bsonTypes.text) return null;
  const name = flatNamespace.text(collectionAt);
  if (name === null || !flatKey.open(bytes, flatEvent.startOf(event.documentKey))) return null;
  if (flatKey.typeOf(0) !== bsonTypes.objectId) return null;
  return {
    collection: collectionOf(name),
    id: encodeId({ kind: "objectId", hex: flatKey.hex(0) }),
    // Safe: a timestamp's eight bytes are a cluster time.
    clusterTime: BigInt.asUintN(64, flatEvent.int64(event.clusterTime)) as ClusterTime,
    wallTime: flatEvent.date(event.wallTime),
    inserted: operation === "insert",
  };
};
