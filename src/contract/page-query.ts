import { z } from "zod";
import { parsedText } from "./parsed-text.ts";

/** Items on one page. */
const pageLimitMax = 200;
export const pageLimitDefault = 50;

const cursorLengthMax = 4_096;

const parseLimit = (text: string): number | null => {
  const limit = Number(text);
  return limit >= 1 && limit <= pageLimitMax ? limit : null;
};

/** The part of a query that every list has. */
export const pageQueryShape = {
  limit: parsedText(z.string().regex(/^\d{1,3}$/), parseLimit, `Must be 1 to ${pageLimitMax}.`).optional(),
  cursor: z.string().min(1).max(cursorLengthMax).optional(),
};
