import { AppError } from "../../application/errors.ts";
import type { Page, PageRequest } from "../../application/ports/ledger-reader.ts";

/** A list to page through. `Key` is plain JSON: what an item is sorted by, and where the next page begins. */
export type Listing<Item, Key> = {
  readonly items: Iterable<Item>;
  readonly keyOf: (item: Item) => Key;
  readonly compare: (a: Key, b: Key) => number;
  /** What was asked for: a cursor goes on only with the same question. */
  readonly question: unknown;
};

/** The page behind the cursor, also when the item it ended with has gone. Throws `validation` for a cursor of another question. */
export const pageOf = <Item, Key>(listing: Listing<Item, Key>, { limit, cursor }: PageRequest): Page<Item> => {
  const { items, keyOf, compare } = listing;
  const question = JSON.stringify(listing.question);
  const after = cursor === null ? null : cursorOf<Key>(cursor, question);
  const rest = [...items]
    .filter((item) => after === null || compare(keyOf(item), after.key) > 0)
    .sort((a, b) => compare(keyOf(a), keyOf(b)));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const isLast = last === undefined || rest.length <= limit;
  return { items: page, next: isLast ? null : encodeURIComponent(JSON.stringify([question, keyOf(last)])) };
};

const cursorOf = <Key>(cursor: string, question: string): { readonly key: Key } => {
  const [asked, key] = parsed(cursor);
  if (asked !== question)
    throw new AppError("validation", "The cursor belongs to another list: begin again without it.");
  // Safe: only `pageOf` writes this question, and always with a key of this list.
  return { key: key as Key };
};

const parsed = (cursor: string): readonly unknown[] => {
  try {
    const parts: unknown = JSON.parse(decodeURIComponent(cursor));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
};

/** Negative, 0 or positive, as `Array.sort` wants it. */
export const compareText = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};
