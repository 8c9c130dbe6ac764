import { BSON, type Document } from "mongodb";
import { AppError } from "../../application/errors.ts";

/** A page's end as opaque text: the sort keys of its last item. */
export const cursorAfter = (keys: Document): string =>
  Buffer.from(BSON.EJSON.stringify(keys, { relaxed: false })).toString("base64url");

export const keysOfCursor = (cursor: string): Document => {
  try {
    const keys = BSON.EJSON.parse(Buffer.from(cursor, "base64url").toString("utf8"), { relaxed: false });
    if (typeof keys === "object" && keys !== null) return keys;
  } catch (error) {
    throw invalidCursor(error);
  }
  throw invalidCursor(undefined);
};

const invalidCursor = (cause: unknown): AppError =>
  new AppError("validation", "The cursor was not given out by this list; start again without one.", {
    cause,
    details: [{ pointer: "/cursor", message: "unknown cursor" }],
  });
