import {
  type Attributes,
  type Context,
  context,
  type HrTime,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  trace,
} from "@opentelemetry/api";
import type { Id } from "../../domain/ids.ts";
import type { SourceKeys } from "../../domain/source/source-cut.ts";
import type { CoalescedChanges } from "../../domain/sync/change.ts";
import { namedPaymentsMax, spanAttributes, spanEvents, spanNames } from "../../domain/sync/spans.ts";
import type { UnitResult } from "../carry-unit.ts";
import type { LedgerBatch } from "../ports/accounting-sink.ts";
import { errorTypeOf, failSpan } from "./fail-span.ts";
import { tracer } from "./in-span.ts";
import { isWithinRun } from "./run-span.ts";

/** The span of one unit. Its parts may be worked on at different times; every rejection ends it as failed. */
export type BatchSpan = {
  within<T>(work: () => Promise<T>): Promise<T>;
  read(batch: LedgerBatch): void;
  turn(): void;
  committed(result: UnitResult): void;
};

export type BatchOrigin = {
  /** What the source has reported; null when the unit was asked for here. */
  readonly changes: CoalescedChanges | null;
  /** What was being worked on when it was asked for here; null when nobody did. */
  readonly cause: Context | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

export const beginBatchSpan = ({ changes, cause, now }: BatchOrigin): BatchSpan => {
  const { parent, links } = changes === null ? placeOf(cause) : { parent: behindChange(changes, now), links: [] };
  const span = tracer.startSpan(spanNames.batch, { links }, parent);
  const own = trace.setSpan(ROOT_CONTEXT, span);
  return {
    within: async (work) => {
      try {
        return await context.with(own, work);
      } catch (error) {
        failSpan(span, errorTypeOf(error));
        span.end();
        throw error;
      }
    },
    read: (batch) => {
      span.addEvent(spanEvents.read);
      if (span.isRecording()) span.setAttributes(factsOfBatch(batch));
    },
    turn: () => void span.addEvent(spanEvents.turn),
    committed: (result) => {
      if (span.isRecording()) span.setAttributes(factsOfResult(result));
      span.end();
    },
  };
};

/** A person's request goes on to its commit in one trace; a run's thousand units would make one that nobody can read. */
const placeOf = (cause: Context | null): { readonly parent: Context; readonly links: Link[] } => {
  if (cause === null) return { parent: ROOT_CONTEXT, links: [] };
  if (!isWithinRun(cause)) return { parent: cause, links: [] };
  const run = trace.getSpanContext(cause);
  return { parent: ROOT_CONTEXT, links: run === undefined ? [] : [{ context: run }] };
};

/** The trace begins where the change was written, so that its length is what the payment has waited. */
const behindChange = ({ oldestWallTime, keys, events }: CoalescedChanges, now: number): Context => {
  if (oldestWallTime === null) return ROOT_CONTEXT;
  // Another server's clock may be ahead; a span must not end before it begins.
  const startTime = hrTimeOf(Math.min(oldestWallTime, now));
  const span: Span = tracer.startSpan(spanNames.change, { kind: SpanKind.CONSUMER, startTime }, ROOT_CONTEXT);
  if (span.isRecording()) span.setAttributes({ [spanAttributes.batchEvents]: events, ...factsOfKeys(keys) });
  span.end(hrTimeOf(now));
  return trace.setSpan(ROOT_CONTEXT, span);
};

/** A bare number below the process's own beginning would be taken for time since then. */
const hrTimeOf = (ms: number): HrTime => [Math.trunc(ms / 1_000), Math.round((ms % 1_000) * 1_000_000)];

const factsOfBatch = (batch: LedgerBatch): Attributes => ({
  [spanAttributes.batchKind]: batch.kind,
  [spanAttributes.batchCause]: batch.cause.kind,
  ...(batch.kind === "reconcile" ? { [spanAttributes.batchEvents]: batch.events, ...factsOfKeys(batch.keys) } : {}),
});

const factsOfKeys = ({ payments, properties, owners }: SourceKeys): Attributes => ({
  [spanAttributes.batchKeys]: payments.length + properties.length + owners.length,
  [spanAttributes.batchPaymentIds]: payments.slice(0, namedPaymentsMax).filter(isObjectId),
});

const isObjectId = (id: Id): boolean => /^[0-9a-f]{24}$/.test(id);

const factsOfResult = (result: UnitResult): Attributes => ({
  [spanAttributes.batchOutcome]: result.kind,
  ...("outcomes" in result
    ? {
        [spanAttributes.batchApplied]: result.outcomes.applied,
        [spanAttributes.batchUnchanged]: result.outcomes.unchanged,
        [spanAttributes.batchNotPosted]: result.outcomes.notPosted,
        [spanAttributes.batchFailed]: result.outcomes.failed,
      }
    : {}),
  ...(result.kind === "committed" ? { [spanAttributes.batchRowsChanged]: result.rowsChanged } : {}),
  ...("checkpoint" in result ? { [spanAttributes.batchCommitNo]: Number(result.checkpoint.commitNo) } : {}),
});
