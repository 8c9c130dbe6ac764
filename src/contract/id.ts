import { z } from "zod";
import { parseId, paymentIdOfRow, type RowId } from "../domain/ids.ts";
import { parsedText } from "./parsed-text.ts";

/** Longer ids exist in no sensible database; a path holds them too. Unit: characters. */
const idLengthMax = 1_024;

/** A document id in a request: an ObjectId's 24 hex digits, or `~`, a type letter and the value (`~sbuilding 7`). */
export const idSchema = parsedText(
  z.string().min(1).max(idLengthMax),
  parseId,
  "Not an id: expected 24 lower-case hex digits, or ~s and a text, ~n and a number, …",
);

const manualRowId = /^manual\/[A-Za-z0-9_-]+$/;

const parseRowId = (text: string): RowId | null => {
  const isRowId = manualRowId.test(text) || paymentIdOfRow(text as RowId) !== null;
  // Safe: the two forms that RowId names were told apart from everything else.
  return isRowId ? (text as RowId) : null;
};

/** A ledger row's id in a request: `payments/<payment id>/income`, `payments/<payment id>/fee` or `manual/<hash>`. */
export const rowIdSchema = parsedText(
  z.string().min(1).max(idLengthMax),
  parseRowId,
  "Not a transaction id: expected payments/<payment id>/income, payments/<payment id>/fee or manual/<hash>.",
);
