import { type Context, SpanKind, trace } from "@opentelemetry/api";
import { spanNames } from "../../domain/sync/spans.ts";

/** New traces of one sort in a second: enough to see every payment of a quiet day, and nearly free on a busy one. */
export const rootsPerSecond = 10;

type Sampler = {
  shouldSample(context: Context, traceId: string, name: string, kind: SpanKind): { readonly decision: number };
  toString(): string;
};

/** `SamplingDecision` of the SDK. */
const notRecorded = { decision: 0 };
const sampled = { decision: 2 };

/**
 * What is sampled where OTEL_TRACES_SAMPLER says nothing: whatever the caller's trace says; else every run, command and tick,
 * and so many batches and requests per second.
 */
export const limitRoots = (monotonic: () => number): Sampler => {
  const batches = createAllowance(monotonic);
  const requests = createAllowance(monotonic);
  return {
    shouldSample: (context, _traceId, name, kind) => {
      const parent = trace.getSpanContext(context);
      if (parent !== undefined && trace.isSpanContextValid(parent))
        return parent.traceFlags & 1 ? sampled : notRecorded;
      if (name === spanNames.batch || name === spanNames.change) return batches() ? sampled : notRecorded;
      return kind !== SpanKind.SERVER || requests() ? sampled : notRecorded;
    },
    toString: () => `LimitRoots{${rootsPerSecond}/s}`,
  };
};

/** True so many times in a second. */
const createAllowance = (monotonic: () => number): (() => boolean) => {
  let since = Number.NEGATIVE_INFINITY;
  let used = 0;
  return () => {
    const now = monotonic();
    if (now - since >= 1_000) {
      since = now;
      used = 0;
    }
    used += 1;
    return used <= rootsPerSecond;
  };
};
