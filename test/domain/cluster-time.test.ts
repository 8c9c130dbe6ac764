import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareClusterTimes,
  createClusterTime,
  formatClusterTime,
  incrementOf,
  maxClusterTime,
  parseClusterTime,
  secondsOf,
} from "../../src/domain/cluster-time.ts";

const uint32 = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 0xffff_ffff }));
const moment = fc.tuple(uint32, uint32);

describe("cluster time", () => {
  it("is seconds in the upper and the increment in the lower 32 bits", () => {
    expect(createClusterTime(1, 2)).toBe(0x1_0000_0002n);
    expect(createClusterTime(0xffff_ffff, 0xffff_ffff)).toBe(0xffff_ffff_ffff_ffffn);
  });

  it("gives its parts and its text back", () => {
    fc.assert(
      fc.property(moment, ([seconds, increment]) => {
        const time = createClusterTime(seconds, increment);
        expect([secondsOf(time), incrementOf(time)]).toEqual([seconds, increment]);
        expect(formatClusterTime(time)).toBe(`${seconds}.${increment}`);
        expect(parseClusterTime(formatClusterTime(time))).toBe(time);
      }),
      { numRuns: 1_000 },
    );
  });

  it("is ordered by seconds first and increment second", () => {
    fc.assert(
      fc.property(moment, moment, ([s1, i1], [s2, i2]) => {
        const a = createClusterTime(s1, i1);
        const b = createClusterTime(s2, i2);
        const expected = s1 === s2 ? Math.sign(i1 - i2) : Math.sign(s1 - s2);
        expect(Math.sign(compareClusterTimes(a, b))).toBe(expected);
        expect(a < b).toBe(expected < 0);
        expect(maxClusterTime(a, b)).toBe(expected < 0 ? b : a);
      }),
      { numRuns: 1_000 },
    );
  });

  it("takes the later of two times, whichever comes first", () => {
    const [early, late] = [createClusterTime(7, 9), createClusterTime(8, 1)];
    expect(maxClusterTime(early, late)).toBe(late);
    expect(maxClusterTime(late, early)).toBe(late);
  });

  it("refuses parts that are no uint32", () => {
    for (const part of [-1, 1.5, 0x1_0000_0000, Number.NaN]) {
      expect(() => createClusterTime(part, 0)).toThrow(RangeError);
      expect(() => createClusterTime(0, part)).toThrow(RangeError);
    }
  });

  it("reads no text but its own", () => {
    for (const text of [
      "",
      "1",
      "1.",
      ".1",
      "01.1",
      "1.01",
      "-1.0",
      "1.1.1",
      " 1.1",
      "1.1\n",
      "4294967296.0",
      "0.4294967296",
    ]) {
      expect(parseClusterTime(text), text).toBeNull();
    }
  });
});
