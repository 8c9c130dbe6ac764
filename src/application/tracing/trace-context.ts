import { type Context, context, ROOT_CONTEXT, type SpanContext, trace } from "@opentelemetry/api";

/** W3C Trace Context, version 00. The api refuses ids of zeros only by itself. */
const traceparentText = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Of the span that is being worked on; null when nothing is traced. */
export const activeTraceparent = (): string | null => traceparentOf(trace.getSpanContext(context.active()));

/** Null for a span that stands for nothing. */
export const traceparentOf = (span: SpanContext | undefined): string | null => {
  if (span === undefined || !trace.isSpanContextValid(span)) return null;
  const flags = (span.traceFlags & 0xff).toString(16).padStart(2, "0");
  return `00-${span.traceId}-${span.spanId}-${flags}`;
};

/** Where a trace goes on that was carried here as text. Baggage is never carried: callers may put anything into it. */
export const contextOf = (traceparent: string | null | undefined): Context => {
  const [, traceId, spanId, flags] = traceparentText.exec(traceparent ?? "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags, 16);
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
};

/** Lets work that outlives its cause begin outside the cause's trace. */
export const detached = <T>(work: () => T): T => context.with(ROOT_CONTEXT, work);
