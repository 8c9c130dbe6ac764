import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ClusterTime, maxClusterTime } from "../../src/domain/cluster-time.ts";
import {
  type Attempt,
  at,
  createLaneStage,
  inFlightMost,
  type LaneStage,
  type UnitScript,
} from "../support/lane-stage.ts";
import { runs } from "../support/runs.ts";
import { inTime, passTime } from "../support/virtual-time.ts";

type Traffic = {
  readonly priority: "stream" | "other";
  readonly afterMs: number;
  readonly script: Omit<UnitScript, "token">;
  /** The source moves on by this much before the unit is handed in. */
  readonly ahead: number;
};

const attempt = fc.constantFrom<Attempt>(
  "committed",
  "committed",
  "unchanged",
  "away",
  "reply_lost",
  "outdated",
  "broken",
);

/** A snapshot may lag behind the floor, be the floor, or lie ahead of it. */
const shown = fc
  .integer({ min: -2, max: 4 })
  .map((distance) => (floor: ClusterTime) => at(Math.max(0, Number(floor - at(0)) + distance)));

const traffic: fc.Arbitrary<Traffic> = fc.record({
  priority: fc.constantFrom("stream", "stream", "other"),
  afterMs: fc.nat(6),
  ahead: fc.nat(3),
  script: fc.record({
    readMs: fc.nat(6),
    commitMs: fc.nat(6),
    shows: fc
      .tuple(
        fc.array(shown, { maxLength: 3 }),
        fc.constant((floor: ClusterTime) => floor),
      )
      .map((all) => all.flat()),
    readings: fc.array(fc.constantFrom("away", "away", "broken"), { maxLength: 1 }),
    attempts: fc.array(attempt, { maxLength: 3 }),
  }),
});

const play = async (units: readonly Traffic[]): Promise<{ stage: LaneStage; failed: ReadonlySet<string> }> => {
  const stage = createLaneStage(at(100));
  const failed = new Set<string>();
  const over: Promise<unknown>[] = [];
  for (const [number, { priority, afterMs, ahead, script }] of units.entries()) {
    await passTime(stage.clock, afterMs);
    stage.newest = maxClusterTime(at(Number(stage.newest - at(0)) + ahead), stage.lane.floor());
    const token = `u${number}`;
    const { done } = stage.submit(priority, { ...script, token });
    over.push(done.catch(() => failed.add(token)));
  }
  await inTime(stage.clock, Promise.all(over));
  return { stage, failed };
};

const tokensOf = (stage: LaneStage, verb: string): readonly string[] => [
  ...new Set(stage.story.filter((line) => line.startsWith(`${verb} `)).map((line) => line.slice(verb.length + 1))),
];

const check = (look: (stage: LaneStage, failed: ReadonlySet<string>) => void): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.array(traffic, { maxLength: 12 }), async (units) => {
      const { stage, failed } = await play(units);
      look(stage, failed);
    }),
    runs(1_000),
  );

describe("whatever is handed to the lane, however it goes", () => {
  it("U3: no older time is committed after a newer one", () =>
    check(({ committed }) => {
      for (const [index, time] of committed.slice(1).entries()) expect(time >= (committed[index] ?? time)).toBe(true);
    }));

  it("units are committed in the order in which they were first read, each once, but for those that failed", () =>
    check((stage, failed) => {
      const order = tokensOf(stage, "read").filter((token) => !failed.has(token));
      expect(tokensOf(stage, "committed").filter((token) => !failed.has(token))).toEqual(order);
      const commits = stage.story.filter((line) => line.startsWith("committed"));
      expect(new Set(commits).size).toBe(commits.length);
    }));

  it("no unit begins to commit while one before it has neither been committed nor said that it failed", () =>
    check((stage) => {
      const order = tokensOf(stage, "read");
      for (const [index, line] of stage.story.entries()) {
        if (!line.startsWith("commit ")) continue;
        const before = order.slice(0, order.indexOf(line.slice("commit ".length)));
        const settled = stage.story.slice(0, index);
        for (const token of before)
          expect(settled.some((other) => other === `committed ${token}` || other === `failed ${token}`)).toBe(true);
      }
    }));

  it("at most two units are in flight", () =>
    check(({ story }) => {
      expect(inFlightMost(story)).toBeLessThanOrEqual(2);
    }));

  it("no reading is given a floor below what was committed before it began", () =>
    check(({ story, floors, committed }) => {
      const moments = story.entries().filter(([, line]) => line.startsWith("read"));
      for (const [reading, [moment]] of [...moments].entries()) {
        const commits = story.slice(0, moment).filter((line) => line.startsWith("committed")).length;
        const newest = committed[commits - 1] ?? at(0);
        expect((floors[reading] ?? at(0)) >= newest).toBe(true);
      }
    }));
});
