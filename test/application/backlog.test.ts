import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBacklog, type FeedBatch, unitEventsMax } from "../../src/application/backlog.ts";
import { createClusterTime } from "../../src/domain/cluster-time.ts";
import { encodeId } from "../../src/domain/ids.ts";
import type { Change } from "../../src/domain/sync/change.ts";
import { runs } from "../support/runs.ts";
import { settle } from "../support/virtual-time.ts";

let made = 0;
const batchOf = (events: number): FeedBatch => {
  made += 1;
  const clusterTime = createClusterTime(1_700_000_000, made);
  const change: Change = {
    collection: "payments",
    id: encodeId({ kind: "number", value: made }),
    clusterTime,
    wallTime: 0,
    inserted: false,
  };
  return { changes: Array.from({ length: events }, () => change), position: { token: `t${made}`, clusterTime } };
};

const isThere = async (room: Promise<void>): Promise<boolean> => {
  let isResolved = false;
  void room.then(() => {
    isResolved = true;
  });
  await settle();
  return isResolved;
};

describe("the backlog", () => {
  it("gives what waits as one unit, with the position behind the last of it", () => {
    const backlog = createBacklog();
    const batches = [batchOf(2), batchOf(0), batchOf(3)];
    for (const batch of batches) backlog.add(batch);
    const taken = backlog.take();
    expect(taken.batches).toEqual(batches);
    expect(taken.position).toBe(batches[2]?.position);
    expect(taken.changes.events).toBe(5);
    expect(backlog.isEmpty()).toBe(true);
  });

  it("gives a batch of nothing too: its position is news", () => {
    const backlog = createBacklog();
    const idle = batchOf(0);
    backlog.add(idle);
    expect(backlog.isEmpty()).toBe(false);
    expect(backlog.take()).toMatchObject({ position: idle.position, changes: { events: 0 } });
  });

  it("gives no more than a unit holds, in whole batches", () => {
    const backlog = createBacklog();
    for (const events of [3_000, 2_000, 1, 4_999]) backlog.add(batchOf(events));
    expect([backlog.take(), backlog.take()].map(({ changes }) => changes.events)).toEqual([5_000, 5_000]);
  });

  it("gives a batch that is larger than a unit by itself", () => {
    const backlog = createBacklog();
    for (const events of [unitEventsMax + 1, 1]) backlog.add(batchOf(events));
    expect(backlog.take().changes.events).toBe(unitEventsMax + 1);
    expect(backlog.take().changes.events).toBe(1);
  });

  it("has nothing to give when nothing waits", () => {
    expect(() => createBacklog().take()).toThrow("nothing waits");
  });

  it("has room until 20,000 changes wait, and again as soon as fewer do", async () => {
    const backlog = createBacklog();
    for (let batch = 0; batch < 4; batch += 1) backlog.add(batchOf(5_000));
    expect(await isThere(backlog.room())).toBe(true);
    backlog.add(batchOf(1));
    const room = backlog.room();
    expect(await isThere(room)).toBe(false);
    backlog.take();
    expect(await isThere(room)).toBe(true);
  });

  it("lets a waiting reader go when nothing will be taken any more", async () => {
    const backlog = createBacklog();
    backlog.add(batchOf(20_001));
    const room = backlog.room();
    expect(await isThere(room)).toBe(false);
    backlog.giveUp();
    expect(await isThere(room)).toBe(true);
  });

  it("loses nothing and keeps the order, however batches come and units go", () => {
    const step = fc.oneof(fc.integer({ min: 0, max: 6_000 }), fc.constant("take" as const));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const backlog = createBacklog();
        const put: FeedBatch[] = [];
        const got: FeedBatch[] = [];
        const take = (): void => {
          const { batches, position, changes } = backlog.take();
          const events = batches.reduce((sum, batch) => sum + batch.changes.length, 0);
          expect(changes.events).toBe(events);
          expect(batches.length === 1 || events <= unitEventsMax).toBe(true);
          expect(position).toBe(batches.at(-1)?.position);
          got.push(...batches);
        };
        for (const next of steps) {
          if (next === "take") {
            if (!backlog.isEmpty()) take();
            continue;
          }
          const batch = batchOf(next);
          put.push(batch);
          backlog.add(batch);
        }
        while (!backlog.isEmpty()) take();
        expect(got).toEqual(put);
      }),
      runs(200),
    );
  });
});
