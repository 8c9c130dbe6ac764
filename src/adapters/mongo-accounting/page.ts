import type { Document } from "mongodb";
import type { Page } from "../../application/ports/ledger-reader.ts";
import { cursorAfter } from "./cursor.ts";

/** A page from one document more than it shows: whether there is another page. `keysOf` are the sort keys. */
export const pageOf = <Stored extends Document, Item>(
  documents: readonly Stored[],
  limit: number,
  toItem: (document: Stored) => Item,
  keysOf: (document: Stored) => Document,
): Page<Item> => {
  const shown = documents.slice(0, limit);
  const last = documents.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map(toItem), next: last === undefined ? null : cursorAfter(keysOf(last)) };
};
