import { createMemorySource } from "../../../src/adapters/memory/memory-source.ts";
import { createVirtualClock } from "../../../src/adapters/memory/virtual-clock.ts";
import type { WritableCollection } from "../../../src/adapters/memory/writable-collection.ts";
import { type NeutralDocument, ownerOf, paymentOf, propertyOf } from "../../contracts/neutral-documents.ts";
import type { CollectionName, SourceHarness } from "../../contracts/source-harness.ts";

/** A fresh main database in memory. */
export const createMemorySourceHarness = (changesMax = 1_000): Promise<SourceHarness> => {
  const clock = createVirtualClock();
  const source = createMemorySource({
    clock,
    ownerCollections: ["users", "propertyowners"],
    changesMax: () => changesMax,
  });
  const collections: Readonly<Record<CollectionName, Writer>> = {
    payments: writer(source.payments, paymentOf),
    properties: writer(source.properties, propertyOf),
    users: writer(source.owners("users"), ownerOf),
    propertyowners: writer(source.owners("propertyowners"), ownerOf),
  };
  return Promise.resolve({
    reader: source.reader,
    feed: source.feed,
    put: async (collection, document) => collections[collection].put(document),
    delete: async (collection, id) => collections[collection].delete(id),
    together: async (writes) =>
      void source.together(() => {
        for (const write of writes) {
          if (write.kind === "put") collections[write.collection].put(write.document);
          else collections[write.collection].delete(write.id);
        }
      }),
    writeElsewhere: async () => void source.tick(),
    drop: async (collection) => collections[collection].replaceWith(null),
    renameAway: async (collection) => collections[collection].renameAway(),
    replaceWith: async (collection, documents) => collections[collection].replaceWith(documents),
    now: async () => source.now(),
    lostPosition: async () => {
      const feed = await source.feed.open(null, new AbortController().signal);
      if ("kind" in feed) throw new Error("a reading from now cannot lack history");
      source.tick();
      source.truncateOplog();
      return feed.start;
    },
    letIdleTimePass: async () => clock.advance(1_000),
    close: async () => {},
  });
};

type Writer = {
  put(document: NeutralDocument): void;
  delete(id: NeutralDocument["_id"]): void;
  renameAway(): void;
  /** Null = drop. */
  replaceWith(documents: readonly NeutralDocument[] | null): void;
};

const writer = <Document>(
  collection: WritableCollection<Document>,
  toDocument: (document: NeutralDocument) => Document,
): Writer => ({
  put: (document) => void collection.put(toDocument(document)),
  delete: (id) => void collection.delete(id),
  renameAway: () => void collection.renameAway(),
  replaceWith: (documents) =>
    void (documents === null ? collection.drop() : collection.replaceWith(documents.map(toDocument))),
});
