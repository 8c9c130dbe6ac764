import { z } from "zod";
import { syncEventTypes } from "../domain/sync/sync-event.ts";
import { checkSchema, findingSeveritySchema } from "./check.ts";
import { healthSchema } from "./health.ts";
import { parsedText } from "./parsed-text.ts";
import { realTimeSchema } from "./real-time.ts";
import { runSchema } from "./run.ts";
import { timeSchema } from "./time.ts";

export const syncEventTypeSchema = z.enum(syncEventTypes);

/** Longer ids are none of ours. Unit: characters. */
const eventIdLengthMax = 64;

export const eventIdSchema = z.string().max(eventIdLengthMax);

/** What a subscription asks for. Both may be left out: from now on, everything. */
export const eventsInputSchema = z.strictObject({
  lastEventId: eventIdSchema.optional(),
  types: z.array(syncEventTypeSchema).min(1).optional(),
});

/** The same as a query says it: kinds behind commas. */
export const eventsQuerySchema = z.strictObject({
  lastEventId: eventIdSchema.optional(),
  types: parsedText(z.string().min(1), parseTypes, `Expected some of ${syncEventTypes.join(", ")}, behind commas.`)
    .optional()
    .meta({ type: "string" }),
});

function parseTypes(text: string): z.infer<typeof syncEventTypeSchema>[] | null {
  const parsed = z.array(syncEventTypeSchema).safeParse(text.split(","));
  return parsed.success ? parsed.data : null;
}

const countsSchema = z.object({ applied: z.int(), unchanged: z.int(), failed: z.int() });

const commitSchema = z.object({
  commits: z.int(),
  collections: z.object({ payments: countsSchema, properties: countsSchema, owners: countsSchema }),
  retracted: z.int(),
  lagMs: z.number().nullable(),
  position: z.string().nullable(),
  propertyIds: z.array(z.string()),
  isMore: z.boolean(),
});

const scheduleSchema = z.object({
  change: z.enum(["created", "changed", "deleted", "fired", "skipped", "paused", "resumed"]),
  name: z.string().nullable(),
  runId: z.string().nullable(),
  reason: z.string().nullable(),
});

const failureSchema = z.object({
  change: z.enum(["opened", "closed", "dismissed"]),
  count: z.int(),
  keys: z.array(z.string()),
});

const checkNewsSchema = z.object({
  checkId: z.string(),
  state: checkSchema.shape.state.extract(["complete", "incomplete"]),
  findings: z.int(),
  bySeverity: z.record(findingSeveritySchema, z.int()),
});

const ledgerEntrySchema = z.object({
  change: z.enum(["entered", "reversed"]),
  transactionId: z.string(),
  propertyId: z.string(),
});

const resyncSchema = z.object({ reason: z.enum(["subscribed", "expired", "unknown", "new_leader", "lost"]) });

const eventOf = <Type extends z.infer<typeof syncEventTypeSchema>, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({ id: z.string(), type: z.literal(type), at: timeSchema, data });

/** One event. `id` is what to come again with; a number that grows by one. */
export const syncEventSchema = z.discriminatedUnion("type", [
  eventOf("commit", commitSchema),
  eventOf("run", runSchema.omit({ drift: true })),
  eventOf("health", healthSchema.pick({ status: true, reasons: true })),
  eventOf("realTime", realTimeSchema.pick({ state: true, isRunning: true, wanted: true, error: true })),
  eventOf("schedule", scheduleSchema),
  eventOf("failure", failureSchema),
  eventOf("check", checkNewsSchema),
  eventOf("ledgerEntry", ledgerEntrySchema),
  eventOf("resync", resyncSchema),
]);

export type WireEvent = z.infer<typeof syncEventSchema>;
