import { type Attributes, type Context, context, type SpanKind, trace } from "@opentelemetry/api";
import { errorTypeOf, failSpan } from "./fail-span.ts";

/** The service's own spans; costs next to nothing as long as no SDK is loaded. */
export const tracer = trace.getTracer("ledgersync");

export type SpanOrder = {
  readonly name: string;
  readonly attributes: Attributes;
  readonly kind?: SpanKind;
  /** Where it belongs; absent = below what is being worked on. */
  readonly parent?: Context;
};

/** Works within a span of its own. A rejection marks it as failed. */
export const inSpan = async <T>(
  { name, parent = context.active(), ...options }: SpanOrder,
  work: () => Promise<T>,
): Promise<T> => {
  const span = tracer.startSpan(name, options, parent);
  try {
    return await context.with(trace.setSpan(parent, span), work);
  } catch (error) {
    failSpan(span, errorTypeOf(error));
    throw error;
  } finally {
    span.end();
  }
};
