import { z } from "zod";

/** A moment in an answer: RFC 3339 in UTC, with milliseconds. */
export const timeSchema = z.iso.datetime();

/** A moment in a request: RFC 3339 with `Z` or an offset; parsed to milliseconds since the epoch. */
export const timeInputSchema = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** Milliseconds since the epoch as an answer says them. */
export const timeToWire = (ms: number): string => new Date(ms).toISOString();

export const optionalTimeToWire = (ms: number | null): string | null => (ms === null ? null : timeToWire(ms));
