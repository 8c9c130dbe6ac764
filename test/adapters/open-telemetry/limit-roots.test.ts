import { ROOT_CONTEXT, SpanKind, trace } from "@opentelemetry/api";
import { expect, it } from "vitest";
import { limitRoots, rootsPerSecond } from "../../../src/adapters/open-telemetry/limit-roots.ts";

const world = () => {
  let now = 0;
  const sampler = limitRoots(() => now);
  const isSampled = (name: string, kind = SpanKind.INTERNAL, context = ROOT_CONTEXT): boolean =>
    sampler.shouldSample(context, "", name, kind).decision === 2;
  const countOf = (times: number, name: string, kind?: SpanKind): number =>
    Array.from({ length: times }, () => isSampled(name, kind)).filter(Boolean).length;
  return {
    isSampled,
    countOf,
    pass: (ms: number): void => {
      now += ms;
    },
  };
};

const within = (traceFlags: number) =>
  trace.setSpanContext(ROOT_CONTEXT, { traceId: "a".repeat(32), spanId: "b".repeat(16), traceFlags });

it("begins so many traces of batches in a second, and as many in the next", () => {
  const { countOf, pass } = world();
  expect(countOf(1_000, "source.change")).toBe(rootsPerSecond);
  pass(999);
  expect(countOf(10, "sync.batch")).toBe(0);
  pass(1);
  expect(countOf(1_000, "sync.batch")).toBe(rootsPerSecond);
});

it("counts requests apart from batches, so that neither takes the other's place", () => {
  const { countOf } = world();
  expect(countOf(100, "source.change")).toBe(rootsPerSecond);
  expect(countOf(100, "GET", SpanKind.SERVER)).toBe(rootsPerSecond);
});

it("tells every run, tick and order", () => {
  const { countOf } = world();
  expect(countOf(100, "sync.run") + countOf(100, "schedule.tick")).toBe(200);
  expect(countOf(100, "sync.command", SpanKind.CONSUMER)).toBe(100);
});

it("does as the trace does that it belongs to, whatever was begun before", () => {
  const { isSampled, countOf } = world();
  countOf(100, "GET", SpanKind.SERVER);
  expect(isSampled("GET", SpanKind.SERVER, within(1))).toBe(true);
  expect(isSampled("sync.run", SpanKind.INTERNAL, within(0))).toBe(false);
});
