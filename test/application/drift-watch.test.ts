import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDriftWatch, type Explanations } from "../../src/application/drift-watch.ts";
import { type ClusterTime, createClusterTime } from "../../src/domain/cluster-time.ts";
import { encodeId, type Id } from "../../src/domain/ids.ts";
import type { SourceKeys } from "../../src/domain/source/source-cut.ts";
import { type DocumentKey, documentKey } from "../../src/domain/sync/failure.ts";
import { runs } from "../support/runs.ts";
import { noKeys } from "../support/test-source.ts";

const at = (increment: number) => createClusterTime(1_700_000_000, increment);
const idOf = (number: number): Id => encodeId({ kind: "number", value: number });
const keyOf = (number: number) => documentKey("payments", idOf(number));
const payments = (...numbers: readonly number[]): SourceKeys => ({ ...noKeys, payments: numbers.map(idOf) });

/** The watch as one run sees it. */
const createWatch = () => {
  const watch = createDriftWatch();
  return {
    forget: watch.forget,
    corrected: (asOf: ClusterTime, keys: readonly DocumentKey[], explanations?: Explanations) =>
      watch.corrected({ runId: "r1", asOf, keys, explanations }),
    streamPassed: (position: ClusterTime, keys: SourceKeys) =>
      watch.streamPassed(position, keys).flatMap((drifted) => drifted.keys),
  };
};

describe("a correction by a full sync", () => {
  it("is drift when the stream passes its time without having reported the key", () => {
    const watch = createWatch();
    watch.corrected(at(10), [keyOf(1), keyOf(2)]);
    expect(watch.streamPassed(at(10), noKeys)).toEqual([]);
    expect(watch.streamPassed(at(11), noKeys)).toEqual([keyOf(1), keyOf(2)]);
    expect(watch.streamPassed(at(12), noKeys)).toEqual([]);
  });

  it("is explained by a report of the key, before or as the stream passes its time", () => {
    const watch = createWatch();
    watch.corrected(at(10), [keyOf(1), keyOf(2), keyOf(3)]);
    watch.streamPassed(at(8), payments(1));
    expect(watch.streamPassed(at(12), payments(2))).toEqual([keyOf(3)]);
  });

  it("of a head is explained by a report of its property's owner", () => {
    const watch = createWatch();
    const [head, owner] = [documentKey("properties", idOf(1)), documentKey("owners", idOf(2))];
    watch.corrected(at(10), [head, keyOf(1)], new Map([[head, [owner]]]));
    expect(watch.streamPassed(at(11), { ...noKeys, owners: [idOf(2)] })).toEqual([keyOf(1)]);
  });

  it("waits for the rest of a transaction that the stream stands in the middle of", () => {
    const watch = createWatch();
    watch.corrected(at(10), [keyOf(1), keyOf(2)]);
    watch.streamPassed(at(10), payments(1));
    expect(watch.streamPassed(at(10), payments(2))).toEqual([]);
    expect(watch.streamPassed(at(11), noKeys)).toEqual([]);
  });

  it("is told with the run that made it", () => {
    const watch = createDriftWatch();
    watch.corrected({ runId: "a", asOf: at(1), keys: [keyOf(1)] });
    watch.corrected({ runId: "b", asOf: at(2), keys: [keyOf(2), keyOf(3)] });
    expect(watch.streamPassed(at(5), payments(3))).toEqual([
      { runId: "a", keys: [keyOf(1)] },
      { runId: "b", keys: [keyOf(2)] },
    ]);
  });

  it("is forgotten when the stream begins anew", () => {
    const watch = createWatch();
    watch.corrected(at(10), [keyOf(1)]);
    watch.forget();
    expect(watch.streamPassed(at(11), noKeys)).toEqual([]);
  });

  it("is not explained by another collection's document of the same id", () => {
    const watch = createWatch();
    watch.corrected(at(10), [keyOf(1)]);
    expect(watch.streamPassed(at(11), { ...noKeys, properties: [idOf(1)], owners: [idOf(1)] })).toEqual([keyOf(1)]);
  });

  it("is taken for explained where too many wait already, and is watched again when they are settled", () => {
    const watch = createWatch();
    watch.corrected(
      at(1),
      Array.from({ length: 20_000 }, (_, number) => keyOf(number)),
    );
    watch.corrected(at(2), [keyOf(-1)]);
    expect(watch.streamPassed(at(3), noKeys)).toHaveLength(20_000);
    watch.corrected(at(3), [keyOf(-1)]);
    expect(watch.streamPassed(at(4), noKeys)).toEqual([keyOf(-1)]);
  });

  it("is explained by a change of another document that it follows from", () => {
    const watch = createWatch();
    const explanations = new Map([[keyOf(1), [documentKey("owners", idOf(7))]]]);
    watch.corrected(at(10), [keyOf(1), keyOf(2)], explanations);
    expect(watch.streamPassed(at(10), { ...noKeys, owners: [idOf(8)] })).toEqual([]);
    expect(watch.streamPassed(at(10), { ...noKeys, owners: [idOf(7)] })).toEqual([]);
    expect(watch.streamPassed(at(11), noKeys)).toEqual([keyOf(2)]);
  });

  it("is forgotten when the stream begins anew: what lies before, it will never report", () => {
    const watch = createWatch();
    watch.corrected(at(10), [keyOf(1)]);
    watch.forget();
    expect(watch.streamPassed(at(20), noKeys)).toEqual([]);
  });

  it("however corrections and reports meet, is drift exactly when no report until after its time names its key", () => {
    const step = fc.record({
      corrected: fc.subarray([1, 2, 3]),
      reported: fc.subarray([1, 2, 3]),
      ahead: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const watch = createWatch();
        const open: { readonly number: number; readonly until: number }[] = [];
        for (const [time, { corrected, reported, ahead }] of steps.entries()) {
          watch.corrected(at(time + ahead), corrected.map(keyOf));
          open.push(...corrected.map((number) => ({ number, until: time + ahead })));
          const left = open.filter(({ number }) => !reported.includes(number));
          const drift = left.filter(({ until }) => until < time).map(({ number }) => keyOf(number));
          open.splice(0, open.length, ...left.filter(({ until }) => until >= time));
          expect([...watch.streamPassed(at(time), payments(...reported))].sort()).toEqual(drift.sort());
        }
      }),
      runs(1_000),
    );
  });
});
