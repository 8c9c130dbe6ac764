import { type Span, SpanStatusCode } from "@opentelemetry/api";
import { spanAttributes, spanEvents } from "../../domain/sync/spans.ts";
import { AppError } from "../errors.ts";

/** Marks the span as failed, by the error's kind alone: its text may hold anything. What was cancelled has not failed. */
export const failSpan = (span: Span, type: string): void => {
  if (type === "cancelled") return;
  span.setAttribute(spanAttributes.errorType, type);
  span.addEvent(spanEvents.exception, { [spanAttributes.exceptionType]: type });
  span.setStatus({ code: SpanStatusCode.ERROR });
};

/** A code of ours, or the name of an error's class. */
export const errorTypeOf = (error: unknown): string => {
  if (error instanceof AppError) return error.code;
  return error instanceof Error && /^\w{1,50}$/.test(error.name) ? error.name : "Error";
};
