import { z } from "zod";
import { scheduleKindSchema } from "./schedule.ts";

/** Lengths in characters. */
const nameLengthMax = 64;
const lineLengthMax = 200;
const descriptionLengthMax = 500;

export const scheduleNameSchema = z.string().min(1).max(nameLengthMax);

const lineShape = {
  cronExpression: z.string().min(1).max(lineLengthMax),
  timezone: z.string().min(1).max(lineLengthMax).optional(),
};

const ownShape = {
  kind: scheduleKindSchema.optional(),
  description: z
    .string()
    .max(descriptionLengthMax)
    .refine((text) => text.isWellFormed(), "Must be well-formed Unicode.")
    .optional(),
  enabled: z.boolean().optional(),
  // The seed's object carries them; the service counts by itself.
  runCount: z.number().optional(),
  averageDuration: z.number().optional(),
};

/** A new schedule. `kind` is full, `enabled` true and `timezone` the configured one where nothing is said. */
export const newScheduleSchema = z.strictObject({ name: scheduleNameSchema, ...lineShape, ...ownShape });

/** A change: what is left out stays as it is. `name`, where it is sent, must be the path's. */
export const scheduleChangeSchema = newScheduleSchema.partial();

export const schedulePreviewRequestSchema = z.strictObject(lineShape);

/** A list of strong ETags or `*`, as RFC 9110 writes it. */
export const ifMatchSchema = z.string().max(lineLengthMax).optional();

/** Without what the service counts by itself; a field that is not sent is no field. */
export const definitionOf = <Body extends { readonly runCount?: unknown; readonly averageDuration?: unknown }>(
  body: Body,
): Defined<Omit<Body, "runCount" | "averageDuration">> => {
  const { runCount: _, averageDuration: __, ...definition } = body;
  // Safe: parsed JSON has no undefined members.
  return definition as Defined<Omit<Body, "runCount" | "averageDuration">>;
};

type Defined<Body> = { readonly [Field in keyof Body]: Exclude<Body[Field], undefined> };
