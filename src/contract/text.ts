import { z } from "zod";

/** A text that a person wrote: not blank, at most `lengthMax` characters. Half a surrogate pair would be stored as another character. */
export const textSchema = (lengthMax: number): z.ZodString =>
  z
    .string()
    .min(1, { abort: true })
    .max(lengthMax)
    .refine((text) => text.trim() !== "", "Must not be blank.")
    .refine((text) => text.isWellFormed(), "Must be well-formed Unicode.");
