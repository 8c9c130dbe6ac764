import type { Document } from "mongodb";
import type { Page } from "../../application/ports/ledger-reader.ts";
import { cursorAfter } from "./cursor.ts";

export type PageOf<Stored, Item> = {
  readonly list: string;
  readonly limit: number;
  readonly toItem: (document: Stored) => Item;
  /** The sort keys of an item, in the order of the sort. */
  readonly keysOf: (document: Stored) => readonly unknown[];
};

/** A page from one document more than it shows: whether there is another page. */
export const pageOf = <Stored extends Document, Item>(
  documents: readonly Stored[],
  { list, limit, toItem, keysOf }: PageOf<Stored, Item>,
): Page<Item> => {
  const shown = documents.slice(0, limit);
  const last = documents.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map(toItem), next: last === undefined ? null : cursorAfter(list, keysOf(last)) };
};

/** Before an item in such a list, the item itself left out. */
export const newerThan = (field: string, [time, id]: readonly unknown[]): Document => ({
  $and: [
    { $expr: { $gte: [`$${field}`, { $literal: time }] } },
    { $expr: { $or: [{ $gt: [`$${field}`, { $literal: time }] }, { $gt: ["$_id", { $literal: id }] }] } },
  ],
});

/** Behind an item in a list that is sorted by a time and then by `_id`, both newest first. The first bound is one that an index knows. */
export const olderThan = (field: string, [time, id]: readonly unknown[]): Document => ({
  $and: [
    { $expr: { $lte: [`$${field}`, { $literal: time }] } },
    {
      $expr: {
        $or: [
          { $lt: [`$${field}`, { $literal: time }] },
          { $and: [{ $eq: [`$${field}`, { $literal: time }] }, { $lt: ["$_id", { $literal: id }] }] },
        ],
      },
    },
  ],
});
