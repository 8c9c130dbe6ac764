import type { Db, Document } from "mongodb";
import type { LedgerReader } from "../../application/ports/ledger-reader.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames } from "./collections.ts";
import { failureOf } from "./failure-codec.ts";
import { committed } from "./long.ts";

/** Failure records, by key. */
export const createFailureReader = (db: Db): Pick<LedgerReader, "openFailures"> => {
  const failures = db.collection<Document & { readonly _id: string }>(collectionNames.failures);
  return {
    openFailures: (after, limit) =>
      translated("accounting", async () => {
        const query = { state: "open", ...(after === null ? {} : { _id: { $gt: after } }) };
        return (await failures.find(query, committed).sort({ _id: 1 }).limit(limit).toArray()).map(failureOf);
      }),
  };
};
