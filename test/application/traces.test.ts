import { context, ROOT_CONTEXT, SpanStatusCode, trace } from "@opentelemetry/api";
import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import { beginBatchSpan } from "../../src/application/tracing/batch-span.ts";
import { contextOf, traceparentOf } from "../../src/application/tracing/trace-context.ts";
import { createLaneStage } from "../support/lane-stage.ts";
import { createMemoryStage } from "../support/memory-stage.ts";
import { recordSpans } from "../support/recorded-spans.ts";

const spans = recordSpans();
beforeEach(() => {
  spans.length = 0;
});

const named = (name: string) => spans.filter((span) => span.name === name);

describe("a batch that fails", () => {
  it("has an error's status and kind in its span, and none of its text", async () => {
    const span = beginBatchSpan({ changes: null, cause: null, now: 0 });
    const failure = new TypeError("cannot read the rent of Ada Moyo, 1200.00");
    await expect(span.within(() => Promise.reject(failure))).rejects.toBe(failure);
    const [batch] = named("sync.batch");

    expect(batch?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(batch?.attributes["error.type"]).toBe("TypeError");
    expect(batch?.events.map(({ name, attributes }) => [name, attributes])).toEqual([
      ["exception", { "exception.type": "TypeError" }],
    ]);
    expect(JSON.stringify([batch?.attributes, batch?.events, batch?.status])).not.toMatch(/Ada|1200/);
  });

  it("is one span however it fails, in its reading or in its commit, and the one behind it has its own", async () => {
    const stage = createLaneStage();
    const first = stage.submit("stream", { token: "a", attempts: ["broken"] });
    const second = stage.submit("stream", { token: "b", readings: ["broken"] });
    const third = stage.submit("stream", { token: "c" });
    for (let step = 0; step < 50; step += 1) await stage.clock.advance(10);
    await Promise.allSettled([first.done, second.done, third.done]);

    expect(named("sync.batch").map(({ status }) => status.code)).toEqual([
      SpanStatusCode.ERROR,
      SpanStatusCode.ERROR,
      SpanStatusCode.UNSET,
    ]);
    expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(3);
  });

  it("has not failed when it was cancelled", async () => {
    const span = beginBatchSpan({ changes: null, cause: null, now: 0 });
    await span.within(() => Promise.reject(new AppError("cancelled", "Enough."))).catch(() => undefined);

    expect(named("sync.batch")[0]?.status.code).toBe(SpanStatusCode.UNSET);
  });
});

describe("a run", () => {
  it("goes on in the trace that it began in when the next leader resumes it", async () => {
    const stage = createMemoryStage();
    stage.putProperty("house");
    for (let rent = 0; rent < 100; rent += 1) stage.putPayment(`rent${rent}`);
    const first = await stage.live({ maxRowsPerSecond: 10 });
    const asked = context.with(contextOf(`00-${"a".repeat(32)}-${"b".repeat(16)}-01`), () =>
      first.useCases.startFullSync({ actor: "eve" }, { dryRun: false, confirm: null }),
    );
    const { id, traceparent } = await stage.inTime(asked);
    await stage.inTime(first.pipeline.stop(), 60_000);
    const second = await stage.live();
    await stage.until(() => second.pipeline.term()?.fullSyncs.active() === null);

    const parts = named("sync.run").filter(({ attributes }) => attributes["sync.run.id"] === id);
    expect(traceparent).toContain("a".repeat(32));
    expect(parts.map(({ attributes }) => [attributes["sync.run.resumed"], attributes["sync.run.state"]])).toEqual([
      [false, "running"],
      [true, "succeeded"],
    ]);
    expect(new Set(parts.map((part) => part.spanContext().traceId))).toEqual(new Set(["a".repeat(32)]));
  });
});

describe("a traceparent", () => {
  it("comes back as it went", () => {
    const text = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
    expect(traceparentOf(trace.getSpanContext(contextOf(text)))).toBe(text);
  });

  it.for(["", "00-x", `01-${"a".repeat(32)}-${"b".repeat(16)}-01`, `00-${"A".repeat(32)}-${"b".repeat(16)}-01`])(
    "that is none begins a trace of its own: %j",
    (text) => {
      expect(contextOf(text)).toBe(ROOT_CONTEXT);
    },
  );
});
