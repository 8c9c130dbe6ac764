import { z } from "zod";

/** A string that `parse` understands; its result is the value. `parse` answers null for a text it refuses, the caller then reads `message`. */
export const parsedText = <T>(
  text: z.ZodString,
  parse: (text: string) => T | null,
  message: string,
): z.ZodType<T, string> =>
  text.transform((value, context) => {
    const result = parse(value);
    if (result !== null) return result;
    context.addIssue({ code: "custom", message, input: value });
    return z.NEVER;
  });
