import { z } from "zod";
import { parseId, paymentIdOfRow, type RowId } from "../domain/ids.ts";
import { parseDocumentKey } from "../domain/sync/failure.ts";
import { parsedText } from "./parsed-text.ts";

/** Longer ids exist in no sensible database; a path holds them too. Unit: characters. */
const idLengthMax = 1_024;

/** A document id in a request: an ObjectId's 24 hex digits, or `~`, a type letter and the value (`~sbuilding 7`). */
export const idSchema = parsedText(
  z.string().min(1).max(idLengthMax),
  parseId,
  "Not an id: expected 24 lower-case hex digits, or ~s and a text, ~n and a number, …",
);

/** A failure's id in a request: `payments/<id>`, `properties/<id>` or `owners/<id>`, URL-encoded in a path, its slash as well. */
export const failureIdSchema = parsedText(
  z
    .string()
    .min(1)
    .max(idLengthMax + "properties/".length),
  parseDocumentKey,
  "Not a failure's id: expected payments/<id>, properties/<id> or owners/<id>, its slash as %2F.",
);

const manualRowId = /^manual\/[A-Za-z0-9_-]+$/;

const parseRowId = (text: string): RowId | null => {
  // Safe: a row id only once it has one of the two forms that RowId names; until then nobody sees it.
  const rowId = text as RowId;
  return manualRowId.test(text) || paymentIdOfRow(rowId) !== null ? rowId : null;
};

/** A ledger row's id in a request: `payments/<payment id>/income`, `payments/<payment id>/fee` or `manual/<hash>`. */
export const rowIdSchema = parsedText(
  z.string().min(1).max(idLengthMax),
  parseRowId,
  "Not a transaction id: expected payments/<payment id>/income, payments/<payment id>/fee or manual/<hash>.",
);
