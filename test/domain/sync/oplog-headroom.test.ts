import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClusterTime } from "../../../src/domain/cluster-time.ts";
import { isHeadroomLow, oplogHeadroomOf } from "../../../src/domain/sync/oplog-headroom.ts";
import { runs } from "../../support/runs.ts";

const at = (seconds: number) => createClusterTime(1_700_000_000 + seconds, 1);
const headroom = (oldest: number, position: number, newest: number) =>
  oplogHeadroomOf({ oldest: at(oldest), newest: at(newest) }, at(position));

describe("the oplog's headroom", () => {
  it("is what lies between the oldest entry and where the stream goes on", () => {
    expect(headroom(0, 3_000, 3_600)).toEqual({ headroomS: 3_000, windowS: 3_600, behindS: 600 });
  });

  it("is none when the position has left the oplog already", () => {
    expect(headroom(100, 50, 3_600)).toEqual({ headroomS: 0, windowS: 3_500, behindS: 3_550 });
    expect(isHeadroomLow(headroom(100, 50, 3_600))).toBe(true);
  });

  it("is low below a quarter of the window, not at it", () => {
    expect(isHeadroomLow(headroom(0, 900, 3_600))).toBe(false);
    expect(isHeadroomLow(headroom(0, 899, 3_600))).toBe(true);
  });

  it("is never low for a stream that keeps up, however short the oplog of a young server is", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), fc.nat(60), (oldest, position, behind) => {
        expect(isHeadroomLow(headroom(oldest, position, position + behind))).toBe(false);
      }),
      runs(1_000),
    );
  });
});
