import { describe, expect, it } from "vitest";
import { createVirtualClock } from "../../src/adapters/memory/virtual-clock.ts";
import { type FeedBatch, unitEventsMax } from "../../src/application/backlog.ts";
import type { UnitDone } from "../../src/application/outbox.ts";
import { createStreamMeter } from "../../src/application/stream-meter.ts";
import { createClusterTime } from "../../src/domain/cluster-time.ts";
import { encodeId } from "../../src/domain/ids.ts";
import { type Change, coalesce } from "../../src/domain/sync/change.ts";

const position = { token: "t", clusterTime: createClusterTime(1_700_000_000, 1) };

const stage = () => {
  const clock = createVirtualClock();
  const meter = createStreamMeter(clock);
  /** Changes written so long ago. */
  const batchOf = (agesMs: readonly number[], collection: Change["collection"] = "payments"): FeedBatch => ({
    position,
    changes: agesMs.map((ageMs, number) => ({
      collection,
      id: encodeId({ kind: "number", value: number }),
      clusterTime: position.clusterTime,
      wallTime: clock.now() - ageMs,
      inserted: false,
    })),
  });
  const receive = (...ages: readonly number[]): FeedBatch => {
    const batch = batchOf(ages);
    meter.received(batch);
    return batch;
  };
  const commit = (...batches: readonly FeedBatch[]): void => {
    const changes = coalesce(batches.flatMap((batch) => batch.changes));
    // Safe: the meter does not look at the result.
    meter.committed({ batches, changes, position, result: null } as unknown as UnitDone);
  };
  return { clock, meter, batchOf, receive, commit };
};

describe("the stream's lag", () => {
  it("is unknown before anything was heard, and 0 as soon as the stream says that nothing is there", () => {
    const { meter, receive } = stage();
    expect(meter.lagMs(false)).toBeNull();
    receive();
    expect(meter.lagMs(false)).toBe(0);
  });

  it("grows with what waits to be committed and is 0 again behind it", () => {
    const { meter, clock, receive, commit } = stage();
    const batch = receive(300, 100);
    expect(meter.lagMs(false)).toBe(300);
    clock.advance(700);
    expect(meter.lagMs(false)).toBe(1_000);
    commit(batch);
    expect(meter.lagMs(false)).toBe(0);
  });

  it("is that of the oldest batch that waits", () => {
    const { meter, receive, commit } = stage();
    const [first, second] = [receive(300), receive(50)];
    commit(first);
    expect(meter.lagMs(false)).toBe(50);
    commit(second);
    expect(meter.lagMs(false)).toBe(0);
  });

  it("is unknown once the stream was silent for ten seconds", () => {
    const { meter, clock, receive } = stage();
    receive();
    clock.advance(10_000);
    expect(meter.lagMs(false)).toBe(0);
    clock.advance(1);
    expect(meter.lagMs(false)).toBeNull();
  });

  it("is not called 0 after a full answer: more may be there", () => {
    const { meter, batchOf, commit } = stage();
    const full = batchOf(Array.from({ length: unitEventsMax }, () => 5));
    meter.received(full);
    commit(full);
    expect(meter.lagMs(false)).toBeNull();
  });

  it("is unknown while a gap is open", () => {
    const { meter, receive } = stage();
    receive(300);
    expect(meter.lagMs(true)).toBeNull();
  });

  it("forgets what an ended reading had read: it is read again", () => {
    const { meter, clock, receive, commit } = stage();
    receive(300);
    meter.restarted();
    expect(meter.lagMs(false)).toBeNull();
    clock.advance(60_000);
    const again = receive(60_300);
    expect(meter.lagMs(false)).toBe(60_300);
    commit(again);
    expect(meter.lagMs(false)).toBe(0);
  });
});

describe("what is measured of the stream", () => {
  it("is how long the oldest change of each unit had waited", () => {
    const { meter, receive, commit } = stage();
    expect(meter.lag()).toBeNull();
    commit(receive(300, 100), receive(50));
    expect(meter.lag()).toEqual({ p50: 300, p95: 300, p99: 300 });
  });

  it("does not take a unit without changes for a change that waited", () => {
    const { meter, receive, commit } = stage();
    commit(receive());
    expect(meter.lag()).toBeNull();
  });

  it("is the rate over the last minute", () => {
    const { meter, clock, receive, commit } = stage();
    commit(receive(1, 1, 1, 1, 1, 1));
    expect(meter.eventsPerSecond()).toBe(0.1);
    clock.advance(30_000);
    commit(receive(1, 1, 1, 1, 1, 1));
    expect(meter.eventsPerSecond()).toBe(0.2);
    clock.advance(30_000);
    expect(meter.eventsPerSecond()).toBe(0.1);
    clock.advance(30_000);
    expect(meter.eventsPerSecond()).toBe(0);
  });

  it("is how many changes came from which collection", () => {
    const { meter, batchOf } = stage();
    meter.received(batchOf([1, 1]));
    meter.received(batchOf([1], "owners"));
    expect(meter.byCollection()).toEqual({ payments: 2, properties: 0, owners: 1 });
  });

  it("tells of each collection what waits, and when its newest change in the ledger was made", () => {
    const { meter, clock, batchOf, commit } = stage();
    const now = clock.now();
    const [payments, owners] = [batchOf([300, 100]), batchOf([40], "owners")];
    meter.received(payments);
    meter.received(owners);
    meter.received(batchOf([]));
    expect(meter.collections(false)).toMatchObject({
      payments: { lastChangeAt: null, lagMs: 300 },
      properties: { lastChangeAt: null, lagMs: 0 },
      owners: { lagMs: 40 },
    });

    commit(payments);
    expect(meter.collections(false)).toMatchObject({
      payments: { lastChangeAt: now - 100, lagMs: 0 },
      owners: { lastChangeAt: null, lagMs: 40 },
    });
    expect(meter.collections(true).owners.lagMs).toBeNull();
  });

  it("is when the last unit was committed", () => {
    const { meter, clock, receive, commit } = stage();
    expect(meter.lastSyncAt()).toBeNull();
    clock.advance(500);
    commit(receive(1));
    expect(meter.lastSyncAt()).toBe(clock.now());
  });
});
