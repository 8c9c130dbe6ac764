import { type Db, type Document, Long } from "mongodb";
import type { LedgerReader } from "../../application/ports/ledger-reader.ts";
import type { JournalLine } from "../../domain/ledger/journal-line.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames } from "./collections.ts";
import { journalLineOf } from "./journal-codec.ts";
import { committed } from "./long.ts";

/** A row's lines, newest first: each names the one before it, so that no index but `_id` is needed. */
export const createJournalReader = (db: Db): Pick<LedgerReader, "journalLines"> => {
  const journal = db.collection<Document & { readonly _id: Long }>(collectionNames.journal);
  return {
    journalLines: (seq, limit) =>
      translated("accounting", async () => {
        const lines: JournalLine[] = [];
        let next: bigint | null = seq;
        while (next !== null && lines.length < limit) {
          const document = await journal.findOne({ _id: Long.fromBigInt(next) }, committed);
          if (document === null) break;
          const line: JournalLine = journalLineOf(document);
          lines.push(line);
          next = line.previousSeq;
        }
        return lines;
      }),
  };
};
