import { BSON } from "mongodb";
import { AppError } from "../../application/errors.ts";

/** A page's end: the list it belongs to (name and filter) and the sort keys of its last item. */
type Cursor = { readonly list: string; readonly keys: readonly unknown[] };

/** Opaque to callers; bound to its list, so that it cannot be carried into another. */
export const cursorAfter = (list: string, keys: readonly unknown[]): string =>
  Buffer.from(BSON.EJSON.stringify({ list, keys }, { relaxed: false })).toString("base64url");

/** The sort keys again. Callers use them as literal values only. */
export const keysOfCursor = (cursor: string, list: string): readonly unknown[] => {
  const decoded = decode(cursor);
  if (decoded?.list === list && Array.isArray(decoded.keys)) return decoded.keys;
  throw new AppError("validation", "The cursor was not given out by this list; start again without one.", {
    details: [{ pointer: "/cursor", message: "unknown cursor" }],
  });
};

const decode = (cursor: string): Cursor | null => {
  try {
    return BSON.EJSON.parse(Buffer.from(cursor, "base64url").toString("utf8"), { relaxed: false });
  } catch {
    return null;
  }
};

/** Name and filter of a list as one text. */
export const listName = (name: string, filter: object): string => `${name}?${JSON.stringify(filter)}`;
