import type { Db, Document } from "mongodb";
import { translated } from "../mongo-driver/translate-error.ts";
import { longOf } from "./long.ts";
import { isDuplicateKey } from "./transaction.ts";

export type Fenced = Document & { readonly _id: string };

/** Documents of one collection, stamped with the epoch that writes them: a leader that was replaced no longer does. */
export type FencedDocuments<Item> = {
  save(item: Item, epoch: bigint): Promise<"saved" | "fenced">;
  get(id: string): Promise<Item | null>;
};

export type FencedCodec<Item> = {
  readonly toDocument: (item: Item) => Fenced;
  readonly toItem: (document: Document) => Item;
};

export const createFencedDocuments = <Item>(
  db: Db,
  collection: string,
  { toDocument, toItem }: FencedCodec<Item>,
): FencedDocuments<Item> => {
  const documents = db.collection<Fenced>(collection);
  return {
    save: (item, epoch) =>
      translated("accounting", async () => {
        const document = { ...toDocument(item), epoch: longOf(epoch) };
        const filter = { _id: document._id, epoch: { $lte: document.epoch } };
        try {
          await documents.replaceOne(filter, document, { upsert: true, writeConcern: { w: "majority" } });
          return "saved";
        } catch (error) {
          // There is one of a newer epoch: the filter did not meet it, and the insertion did.
          if (isDuplicateKey(error)) return "fenced";
          throw error;
        }
      }),
    get: (id) =>
      translated("accounting", async () => {
        const document = await documents.findOne({ _id: id });
        return document === null ? null : toItem(document);
      }),
  };
};
