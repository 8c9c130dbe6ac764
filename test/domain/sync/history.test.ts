import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HistoryPoint, historyPointMs, nothingMet, stretchesOf } from "../../../src/domain/sync/history.ts";

const from = 1_700_000_000_000;
const none = nothingMet.changes;
const point = (index: number, met: Partial<HistoryPoint> = {}): HistoryPoint => ({
  ...nothingMet,
  at: from + index * historyPointMs,
  ...met,
});
const spanOf = (stretches: number, stepMs = historyPointMs) => ({ from, to: from + stretches * stepMs, stepMs });

describe("the history in stretches", () => {
  it("tells work from silence, and silence from what nobody knows", () => {
    const points = [
      point(0, { lagMs: 40, changes: { ...none, payments: 2 } }),
      point(1, { lagMs: 0 }),
      point(2),
      point(4, { changes: { ...none, owners: 1 } }),
      point(5, { lagMs: 5, failed: 1 }),
    ];

    expect(stretchesOf(points, spanOf(6)).map(({ kind, knownMs }) => [kind, knownMs])).toEqual([
      ["busy", historyPointMs],
      ["idle", historyPointMs],
      ["gap", historyPointMs],
      ["gap", 0],
      ["busy", historyPointMs],
      ["busy", historyPointMs],
    ]);
  });

  it("keeps the longest wait, and counts ten seconds once that two leaders have shared", () => {
    const points = [point(0, { lagMs: 10 }), point(0, { lagMs: 900 }), point(1, { lagMs: null })];

    expect(stretchesOf(points, spanOf(1, 3 * historyPointMs))).toMatchObject([
      { at: from, kind: "idle", lagMs: 900, knownMs: 2 * historyPointMs },
    ]);
  });

  it("loses and doubles nothing, whatever the length of its stretches", () => {
    const counts = fc.record({ payments: fc.nat(1e6), properties: fc.nat(1e6), owners: fc.nat(1e6) });
    const met = fc.record({ changes: counts, failed: fc.nat(1e6), errors: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(met, { maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (list, points) => {
        const known = list.map((each, index) => point(index, { ...each, lagMs: index }));
        const span = { from, to: from + 60 * historyPointMs, stepMs: points * historyPointMs };
        const stretches = stretchesOf(known, span);
        const sum = (of: (each: HistoryPoint | (typeof stretches)[number]) => number, all: readonly HistoryPoint[]) =>
          all.reduce((total, each) => total + of(each), 0);

        for (const of of [
          (each: HistoryPoint) => each.changes.payments,
          (each: HistoryPoint) => each.changes.owners,
          (each: HistoryPoint) => each.failed,
          (each: HistoryPoint) => each.errors,
        ])
          expect(sum(of, stretches)).toBe(sum(of, known));
        expect(stretches.map(({ at }) => at)).toEqual(stretches.map((_, index) => from + index * span.stepMs));
      }),
    );
  });
});
