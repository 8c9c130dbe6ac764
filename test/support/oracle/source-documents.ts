import type { Db, Document } from "mongodb";
import { decodeTyped, idOfBroken, keyOf } from "./bson-values.ts";

export type SourceDocument = { readonly id: string /** Null = no valid BSON. */; readonly document: Document | null };

/** Every document of a collection, decoded one by one, so that a broken one does not hide the others. */
export async function* sourceDocuments(main: Db, collection: string): AsyncGenerator<SourceDocument> {
  for await (const raw of main.collection(collection).find({}, { raw: true, batchSize: 5_000 })) {
    // Safe: with `raw`, the driver hands every document over as its bytes.
    const bytes = raw as unknown as Uint8Array;
    const document = decodeTyped(bytes);
    yield { id: keyOf(document === null ? idOfBroken(bytes) : document._id), document };
  }
}
