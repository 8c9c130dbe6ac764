import {
  type Attributes,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  trace,
} from "@opentelemetry/api";
import { AppError } from "../../application/errors.ts";
import { spanAttributes } from "../../domain/sync/spans.ts";
import type { HttpContext, HttpMiddleware } from "../http-env.ts";
import { routeOf } from "../route-of.ts";

/** W3C Trace Context, version 00; ids of zeros only are not valid. */
const traceparentText = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** What calls the service. Probes, asked every few seconds for ever, and the dashboard's files are nothing to trace. */
const traced = /^\/(?:api|trpc)\//;

const tracer = trace.getTracer("ledgersync");

/** One header at a time: all of them together are costly to collect. */
const headersOf: TextMapGetter<HttpContext["req"]> = {
  get: (request, name) => request.header(name),
  keys: (request) => Object.keys(request.header()),
};

/**
 * The one span of a request, in the caller's trace where it names one; everything that is done for it, here or by the instance
 * that leads, goes on in that trace. While nothing is traced, the caller's trace id or else the request's own id stands for it.
 */
export const traceRequest: HttpMiddleware = async (c, next) => {
  const parent = propagation.extract(context.active(), c.req, headersOf);
  const span = traced.test(c.req.path) ? tracer.startSpan(c.req.method, { kind: SpanKind.SERVER }, parent) : null;
  const own = span?.spanContext();
  if (span === null || own === undefined || !trace.isSpanContextValid(own)) return carryOn(c, next);
  c.set("traceId", own.traceId);
  c.set("spanId", own.spanId);
  c.header("traceparent", `00-${own.traceId}-${own.spanId}-0${own.traceFlags & 1}`);
  try {
    await context.with(trace.setSpan(parent, span), next);
  } finally {
    describe(span, c);
    span.end();
  }
};

const carryOn = async (c: HttpContext, next: () => Promise<void>): Promise<void> => {
  const traceparent = c.req.header("traceparent") ?? "";
  const traceId = traceparentText.exec(traceparent)?.[1];
  c.set("traceId", traceId ?? c.get("requestId"));
  c.set("spanId", null);
  if (traceId !== undefined) c.header("traceparent", traceparent);
  await next();
};

/** By the route's pattern alone: a path names documents, and may name people. */
const describe = (span: Span, c: HttpContext): void => {
  if (!span.isRecording()) return;
  const { status } = c.res;
  const route = routeOf(c);
  if (route !== null) span.updateName(`${c.req.method} ${route}`);
  span.setAttributes({
    [spanAttributes.requestMethod]: c.req.method,
    [spanAttributes.responseStatus]: status,
    ...(route === null ? {} : { [spanAttributes.requestRoute]: route }),
    ...errorFacts(c, status),
  });
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
};

const errorFacts = ({ error }: HttpContext, status: number): Attributes => {
  if (error instanceof AppError) return { [spanAttributes.errorType]: error.code };
  return status >= 500 ? { [spanAttributes.errorType]: String(status) } : {};
};
