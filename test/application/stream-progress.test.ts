import { describe, expect, it } from "vitest";
import type { FeedBatch } from "../../src/application/backlog.ts";
import type { UnitDone } from "../../src/application/outbox.ts";
import { createStreamProgress } from "../../src/application/stream-progress.ts";
import { createStreamTurn } from "../../src/application/stream-turn.ts";
import { createClusterTime } from "../../src/domain/cluster-time.ts";
import { coalesce } from "../../src/domain/sync/change.ts";
import { named } from "../support/memory-stage.ts";
import { settle } from "../support/virtual-time.ts";

const at = (seconds: number) => createClusterTime(seconds, 1);
const batchOf = (position: number, ...changes: readonly number[]): FeedBatch => ({
  changes: changes.map((seconds) => ({
    collection: "payments",
    id: named("p"),
    clusterTime: at(seconds),
    wallTime: 0,
    inserted: false,
  })),
  position: { token: String(position), clusterTime: at(position) },
});

const unitOf = (batch: FeedBatch): UnitDone => ({
  batches: [batch],
  changes: coalesce(batch.changes),
  position: batch.position,
  result: { kind: "unchanged", outcomes: noOutcomes, orphanedRows: null },
});
const noOutcomes = { applied: 0, unchanged: 0, coalesced: 0, notPosted: 0, failed: 0 };

describe("the progress of the stream", () => {
  it("has passed a moment when it stands behind it and nothing up to it waits", () => {
    const progress = createStreamProgress();
    const [first, second] = [batchOf(5, 3, 5), batchOf(9, 7, 9)];
    progress.received(first);
    expect([progress.hasRead(at(4)), progress.hasPassed(at(4))]).toEqual([true, false]);
    progress.received(second);
    progress.committed(unitOf(first));
    expect([4, 5, 6].map((moment) => progress.hasPassed(at(moment)))).toEqual([true, true, true]);
    expect([7, 8, 9].map((moment) => progress.hasPassed(at(moment)))).toEqual([false, false, false]);
    progress.committed(unitOf(second));
    expect(progress.hasPassed(at(8))).toBe(true);
  });

  it("may owe the rest of a transaction at the time of its last change, and nothing where an answer was empty", () => {
    const progress = createStreamProgress();
    const batch = batchOf(5, 5);
    progress.received(batch);
    progress.committed(unitOf(batch));
    expect(progress.hasPassed(at(5))).toBe(false);
    progress.received(batchOf(5));
    expect(progress.hasPassed(at(5))).toBe(true);
    expect(progress.hasPassed(at(6))).toBe(false);
  });

  it("knows nothing before the first answer, nor after the stream was opened anew", () => {
    const progress = createStreamProgress();
    expect(progress.hasRead(at(1))).toBe(false);
    progress.received(batchOf(5));
    progress.restarted();
    expect(progress.hasPassed(at(1))).toBe(false);
  });
});

describe("the turn to follow the stream", () => {
  const never = new AbortController().signal;

  it("is one's at a time, in the order of asking, also when the one before has failed", async () => {
    const turn = createStreamTurn();
    const first = Promise.withResolvers<void>();
    const told: string[] = [];
    const failing = turn.take(() => first.promise, never);
    const second = turn.take(() => Promise.resolve(told.push("second")), never);
    const third = turn.take(() => Promise.resolve(told.push("third")), never);
    await settle();
    expect([turn.isFree(), told]).toEqual([false, []]);
    first.reject(new Error("broken"));
    await expect(failing).rejects.toThrow("broken");
    await Promise.all([second, third]);
    expect([turn.isFree(), told]).toEqual([true, ["second", "third"]]);
  });

  it("is given up by whoever stops waiting, and stays the holder's", async () => {
    const turn = createStreamTurn();
    const first = Promise.withResolvers<void>();
    const stop = new AbortController();
    const holding = turn.take(() => first.promise, never);
    const waiting = turn.take(() => Promise.reject(new Error("must not work")), stop.signal);
    const told: string[] = [];
    const last = turn.take(() => Promise.resolve(told.push("last")), never);
    stop.abort(new Error("stopped"));
    await expect(waiting).rejects.toThrow("stopped");
    await settle();
    expect([turn.isFree(), told]).toEqual([false, []]);
    first.resolve();
    await Promise.all([holding, last]);
    expect(told).toEqual(["last"]);
  });
});
