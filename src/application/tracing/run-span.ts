import { type Attributes, type Context, context, createContextKey, trace } from "@opentelemetry/api";
import type { Run } from "../../domain/sync/run.ts";
import { spanAttributes, spanNames } from "../../domain/sync/spans.ts";
import { failSpan } from "./fail-span.ts";
import { tracer } from "./in-span.ts";
import { contextOf, traceparentOf } from "./trace-context.ts";

export type RunSpan = {
  within<T>(work: () => T): T;
  /** Null when nothing is traced. */
  readonly traceparent: string | null;
  /** A run that goes on elsewhere is still `running`. */
  end(run: Run): void;
};

/** The span of a run, in the trace of whatever asked for it; a resumed one goes on in the trace that it began in. */
export const beginRunSpan = (run: Run, isResumed: boolean): RunSpan => {
  const parent = isResumed ? contextOf(run.traceparent) : context.active();
  const span = tracer.startSpan(spanNames.run, { attributes: factsOfOrder(run, isResumed) }, parent);
  const own = trace.setSpan(parent, span).setValue(withinRun, true);
  return {
    within: (work) => context.with(own, work),
    traceparent: traceparentOf(span.spanContext()),
    end: (over) => {
      span.setAttributes(factsOfEnd(over));
      if (over.state === "failed") failSpan(span, over.error?.code ?? "internal");
      span.end();
    },
  };
};

const withinRun = createContextKey("a run of the service");

export const isWithinRun = (of: Context): boolean => of.getValue(withinRun) === true;

const factsOfOrder = ({ id, kind, trigger }: Run, isResumed: boolean): Attributes => ({
  [spanAttributes.runId]: id,
  [spanAttributes.runKind]: kind,
  [spanAttributes.runTrigger]: trigger,
  [spanAttributes.runResumed]: isResumed,
});

const factsOfEnd = ({ state, counts }: Run): Attributes => ({
  [spanAttributes.runState]: state,
  [spanAttributes.runRead]: counts.read,
  [spanAttributes.runApplied]: counts.applied,
  [spanAttributes.runUnchanged]: counts.unchanged,
  [spanAttributes.runNotPosted]: counts.notPosted,
  [spanAttributes.runFailed]: counts.failed,
  [spanAttributes.runRetracted]: counts.retracted,
});
