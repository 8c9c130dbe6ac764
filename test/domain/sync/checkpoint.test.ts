import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClusterTime } from "../../../src/domain/cluster-time.ts";
import {
  afterCommit,
  type Checkpoint,
  committedFieldsOf,
  isCovered,
  lastCommitOf,
} from "../../../src/domain/sync/checkpoint.ts";
import { aCheckpoint } from "../../support/a-checkpoint.ts";
import { runs } from "../../support/runs.ts";

const at = (increment: number) => createClusterTime(1_700_000_000, increment);
const position = { token: "t", clusterTime: at(3) };
const covered: Checkpoint = { ...aCheckpoint, position, initialised: true, reading: 3, coveredReading: 3 };

describe("a checkpoint", () => {
  it("is covered when a full sync has shown what the stream's present reading does not", () => {
    expect(isCovered(covered)).toBe(true);
    expect(isCovered({ ...covered, initialised: false })).toBe(false);
    expect(isCovered({ ...covered, coveredReading: 2 })).toBe(false);
  });

  it("is moved by a commit in what the commit says, and in nothing that is wished for or found out", () => {
    const fields = { ...committedFieldsOf(covered), commitNo: 9n, unitToken: "u9", seq: 40n, openFailures: 2 };
    expect(afterCommit(covered, fields)).toEqual({ ...covered, ...fields });
  });

  it("keeps its position when a commit does not move it, also one that was set meanwhile", () => {
    expect(afterCommit(covered, committedFieldsOf(covered)).position).toBe(position);
    expect(afterCommit({ ...covered, position: null }, committedFieldsOf(covered)).position).toBeNull();
    const moved = { ...committedFieldsOf(covered), position: { token: "u", clusterTime: at(4) } };
    expect(afterCommit(covered, moved).position).toEqual(moved.position);
  });

  it("tells a writer whose reply was lost all that the last commit had moved", () => {
    expect(lastCommitOf(covered)).toEqual({ ...committedFieldsOf(covered), position });
    expect(lastCommitOf({ ...covered, position: null })).toEqual(committedFieldsOf(covered));
  });

  it("P1: has a floor that never sinks, in whatever order commits and beginnings of readings are heard of", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000)), (increments) => {
        let checkpoint = covered;
        for (const increment of increments) {
          const fields = { ...committedFieldsOf(covered), readFloor: at(increment) };
          const next = afterCommit(checkpoint, fields);
          expect(next.readFloor >= checkpoint.readFloor && next.readFloor >= fields.readFloor).toBe(true);
          checkpoint = next;
        }
      }),
      runs(1_000),
    );
  });
});
