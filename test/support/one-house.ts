import type { Document, Filter } from "mongodb";
import type { UseCases } from "../../src/application/use-cases.ts";
import { type FreshDatabases, freshDatabases } from "./fresh-databases.ts";
import { startService } from "./running-service.ts";
import { settled } from "./settled.ts";
import { paymentOf, propertyOf } from "./source-examples.ts";

/** The property that odd payments belong to. */
export const house = propertyOf();

/** A service with one property, for tests that put odd documents beside it. */
export type OneHouse = FreshDatabases & {
  readonly useCases: UseCases;
  /** Puts documents in as they are: the driver's own insertion gives a new id to whoever has null. */
  insert(collection: string, documents: readonly Document[]): Promise<void>;
  set(collection: string, ids: readonly unknown[], fields: Document): Promise<void>;
  remove(collection: string, ids: readonly unknown[]): Promise<void>;
  /** Every record about a document, open or resolved. */
  failuresOf(documentId: unknown): Promise<readonly Document[]>;
  rowOf(paymentId: unknown): Promise<Document | null>;
  settled(): Promise<void>;
  close(): Promise<void>;
};

export const startOneHouse = async (): Promise<OneHouse> => {
  const databases = await freshDatabases();
  const { main, accounting } = databases;
  // Whatever is odd here is odd by intention, however much of it there is.
  const service = await startService(databases, { MASS_FAILURE_PERCENT: "100" });
  await main.collection("properties").insertOne(house);
  await settled(databases);
  return {
    ...databases,
    useCases: service.useCases,
    insert: async (insert, documents) => {
      const reply = await main.command({ insert, documents });
      if (reply.n !== documents.length) throw new Error(JSON.stringify(reply));
    },
    set: async (collection, ids, fields) =>
      void (await main.collection(collection).updateMany(withIds(ids), { $set: fields })),
    remove: async (collection, ids) => void (await main.collection(collection).deleteMany(withIds(ids))),
    failuresOf: (documentId) => accounting.collection("sync_failures").find({ documentId }).toArray(),
    rowOf: (paymentId) => accounting.collection("transactions").findOne({ "source.id": paymentId }),
    settled: () => settled(databases),
    close: async () => {
      await service.stop();
      await databases.cleanUp();
    },
  };
};

// Safe: the driver types every `_id` as ObjectId; these are of any BSON type.
const withIds = (ids: readonly unknown[]): Filter<Document> => ({ _id: { $in: ids } }) as Filter<Document>;

/** Right in every field: what corrects a payment, whatever was wrong with it. */
export const rightFields = (): Document => {
  const { _id, ...fields } = paymentOf(house._id, {
    commissionDetails: {},
    currency: "USD",
    companyId: null,
    isProvisional: false,
    isInSuspense: false,
    referenceNumber: "R1",
    notes: "",
    processedBy: null,
  });
  return fields;
};
