import { z } from "zod";
import { parsedText } from "./parsed-text.ts";

/** Items on one page. */
const pageLimitMax = 200;
const pageLimitDefault = 50;

const cursorLengthMax = 4_096;

const parseLimit = (text: string): number | null => {
  const limit = Number(text);
  return limit >= 1 && limit <= pageLimitMax ? limit : null;
};

/** A query is text; `meta` tells what the text says. */
const limitSchema = parsedText(z.string().regex(/^\d{1,3}$/), parseLimit, `Must be 1 to ${pageLimitMax}.`)
  .optional()
  .meta({ type: "integer", minimum: 1, maximum: pageLimitMax });

const cursorSchema = z.string().min(1).max(cursorLengthMax).optional();

/** The part of a query that every list has. */
export const pageQueryShape = { limit: limitSchema, cursor: cursorSchema };

/** The same where numbers are numbers. */
export const pageInputShape = { limit: z.int().min(1).max(pageLimitMax).optional(), cursor: cursorSchema };

type PageRequest = { readonly limit: number; readonly cursor: string | null };

/** The part of a query that asks for a page, with its defaults. */
export const pageRequestOf = (query: {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}): PageRequest => ({
  limit: query.limit ?? pageLimitDefault,
  cursor: query.cursor ?? null,
});
