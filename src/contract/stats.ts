import { z } from "zod";
import { currencyCodeSchema } from "./currency.ts";
import { moneySchema } from "./money.ts";
import { totalsSchema } from "./status.ts";
import { timeSchema } from "./time.ts";

const lagSchema = z.object({ p50Ms: z.number(), p95Ms: z.number(), p99Ms: z.number() });

/** `events` = applied + unchanged + coalesced + notPosted + failed. */
const countersSchema = z.object({
  events: z.int(),
  applied: z.int(),
  unchanged: z.int(),
  coalesced: z.int(),
  notPosted: z.int(),
  failed: z.int(),
});

/** `residual`: what the sources of the rounded rows say beyond their amounts, a decimal string in major units. */
const roundingSchema = z.object({ currency: currencyCodeSchema, rows: z.int(), residual: moneySchema.shape.amount });

const syncErrorSchema = z.object({ at: timeSchema, code: z.string(), message: z.string() });

const collectionSchema = z.object({
  changes: z.int(),
  lastChangeAt: timeSchema.nullable(),
  lagMs: z.number().nullable(),
});

/** The seed's statistics and what is counted beside them. */
export const statsSchema = totalsSchema.extend({
  counters: countersSchema,
  lag: lagSchema.nullable(),
  eventsPerSecond: z.number(),
  byCollection: z.object({ payments: z.int(), properties: z.int(), owners: z.int() }),
  collections: z.object({ payments: collectionSchema, properties: collectionSchema, owners: collectionSchema }),
  openFailures: z.int(),
  rounding: z.array(roundingSchema),
  noiseTaken: z.int(),
  errors: z.array(syncErrorSchema),
  observedAt: timeSchema.nullable(),
});

export type WireStats = z.infer<typeof statsSchema>;
