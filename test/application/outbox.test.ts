import { beforeEach, describe, expect, it } from "vitest";
import type { FeedBatch } from "../../src/application/backlog.ts";
import { AppError } from "../../src/application/errors.ts";
import { createLane, type Lane } from "../../src/application/lane.ts";
import { createOutbox, type Outbox, type UnitDone } from "../../src/application/outbox.ts";
import type { ReconcileBatch } from "../../src/application/ports/accounting-sink.ts";
import { incomeRowId } from "../../src/domain/ids.ts";
import type { Change } from "../../src/domain/sync/change.ts";
import { netRules } from "../support/arbitraries/rules.ts";
import { createMemoryStage, type MemoryStage, named } from "../support/memory-stage.ts";
import { noKeys } from "../support/test-source.ts";
import { settle } from "../support/virtual-time.ts";

let stage: MemoryStage;
let lane: Lane;
let outbox: Outbox;
let abandon: AbortController;
let done: UnitDone[];
let tokens: number;

const broken = new Error("broken for good");
const start = () => ({ token: "start", clusterTime: stage.source.now() });

const open = (): Outbox => {
  const { sink } = stage.accounting.connect("a:1", (point) => stage.between(point));
  const { clock } = stage;
  const ports = {
    source: stage.source.reader,
    sink,
    rules: netRules,
    clock,
    random: () => 0,
    onWaiting: () => undefined,
  };
  lane = createLane({ ...ports, onCommitted: () => undefined }, stage.source.now());
  const newToken = () => {
    tokens += 1;
    return `u${tokens}`;
  };
  const watch = {
    onOpened: () => undefined,
    onReceived: () => undefined,
    onGivenUp: () => undefined,
    onCommitted: (unit: UnitDone) => done.push(unit),
  };
  return createOutbox(
    { ...ports, ...watch, lane, epoch: 1n, newToken, unitEvents: () => 5_000 },
    start(),
    abandon.signal,
  );
};

/** A payment is written, and reported by an answer of the feed. */
const written = (name: string): FeedBatch => {
  stage.putPayment(name);
  const clusterTime = stage.source.now();
  const change: Change = { collection: "payments", id: named(name), clusterTime, wallTime: 0, inserted: true };
  return { changes: [change], position: { token: name, clusterTime } };
};

/** The same change, reported so many times. */
const manyTimes = (batch: FeedBatch, times: number): FeedBatch => ({
  ...batch,
  changes: batch.changes.flatMap((change) => Array.from({ length: times }, () => change)),
});

const idle = (token: string): FeedBatch => ({ changes: [], position: { token, clusterTime: stage.source.tick() } });

const stored = () => stage.accounting.store.checkpoint;
const isPosted = (name: string): boolean =>
  stage.accounting.store.rows.get(incomeRowId(named(name)))?.status === "posted";

beforeEach(async () => {
  stage = createMemoryStage();
  abandon = new AbortController();
  done = [];
  tokens = 0;
  outbox = open();
  await stage.accounting.connect("a:1").sink.takeOver(1n, abandon.signal);
});

/** Commits wait at the ledger's door until it is opened. */
const closeTheDoor = () => {
  const door = Promise.withResolvers<void>();
  stage.between = (point) => (point === "before sink.commit" ? door.promise : Promise.resolve());
  return door;
};

/** From now on this effect fails for good, before it has done anything. */
const breakEvery = (effect: "sink.commit" | "source.read"): void => {
  stage.between = (point) => (point === `before ${effect}` ? Promise.reject(broken) : Promise.resolve());
};

describe("changes that are put into the outbox", () => {
  it("are committed at once when nothing is under way, with the position behind them", async () => {
    await outbox.put(written("a"));
    await settle();
    expect(isPosted("a")).toBe(true);
    expect(stored().position?.token).toBe("a");
    expect(stored().tally).toMatchObject({ events: 1, applied: 1 });
  });

  it("go on together when they came in while the lane was busy", async () => {
    const door = closeTheDoor();
    for (const name of ["a", "b", "c", "d"]) await outbox.put(written(name));
    await settle();
    door.resolve();
    await outbox.drained();
    expect(done.map(({ batches }) => batches.map(({ position }) => position.token))).toEqual([["a"], ["b", "c", "d"]]);
    expect(stored()).toMatchObject({ position: { token: "d" }, commitNo: 2n, tally: { events: 4 } });
  });

  it("are counted once each, the same key twice in a unit as coalesced", async () => {
    const door = closeTheDoor();
    for (const name of ["a", "b", "b", "b"]) await outbox.put(written(name));
    door.resolve();
    await outbox.drained();
    expect(stored().tally).toMatchObject({ events: 4, applied: 2, coalesced: 2 });
  });

  it("are read at the time of the last of them, or later, and not before", async () => {
    const batch = written("a");
    await outbox.put(batch);
    await outbox.drained();
    expect(stored().readFloor).toBe(batch.position.clusterTime);
    expect(lane.floor()).toBe(batch.position.clusterTime);
  });

  it("stand for their position, also before they are committed", async () => {
    expect(outbox.position().token).toBe("start");
    closeTheDoor();
    await outbox.put(written("a"));
    expect(outbox.position().token).toBe("a");
    await outbox.put(idle("b"));
    expect(outbox.position().token).toBe("b");
    expect(stored().position).toBeNull();
  });

  it("make their reader wait when too many are there, and go on when there is room", async () => {
    const door = closeTheDoor();
    await outbox.put(written("a"));
    await outbox.put(written("b"));
    await settle();
    let isThroughThen = false;
    const waiting = outbox.put(manyTimes(written("c"), 20_001)).then(() => {
      isThroughThen = true;
    });
    await settle();
    expect(isThroughThen).toBe(false);
    door.resolve();
    await waiting;
    await outbox.drained();
    expect(stored()).toMatchObject({ position: { token: "c" }, tally: { events: 20_003, coalesced: 20_000 } });
  });
});

describe("a unit of few changes", () => {
  it("is not closed while the one before it commits, so that what comes meanwhile goes with it", async () => {
    const door = closeTheDoor();
    await outbox.put(written("a"));
    await outbox.put(manyTimes(written("b"), 499));
    await settle();
    expect(tokens).toBe(1);
    await outbox.put(written("c"));
    await settle();
    expect(tokens).toBe(2);
    door.resolve();
    await outbox.drained();
    expect(stored()).toMatchObject({ position: { token: "c" }, commitNo: 2n });
  });
});

describe("a unit of the stream that has to be read again", () => {
  it("keeps its own changes, and takes none of those behind it", async () => {
    let failures = 1;
    stage.between = (point) => {
      if (point !== "before source.read" || failures === 0) return Promise.resolve();
      failures -= 1;
      return Promise.reject(new AppError("source_unavailable", "away"));
    };
    await outbox.put(written("a"));
    await outbox.put(manyTimes(written("b"), 500));
    await stage.inTime(outbox.drained());
    expect(done.map(({ batches }) => batches.map(({ position }) => position.token))).toEqual([["a"], ["b"]]);
    expect([isPosted("a"), isPosted("b")]).toEqual([true, true]);
    expect(stored()).toMatchObject({ position: { token: "b" }, tally: { events: 501, applied: 2, coalesced: 499 } });
  });

  it("keeps them also when its time has gone by before the ledger knew all it needs", async () => {
    let isPast = false;
    stage.between = (point) => {
      if (point !== "after sink.commit" || isPast) return Promise.resolve();
      isPast = true;
      stage.putPayment("a", { amount: 7 });
      stage.source.closeSnapshots();
      return Promise.resolve();
    };
    await outbox.put(written("a"));
    await outbox.put(manyTimes(written("b"), 500));
    await stage.inTime(outbox.drained());
    expect(stage.accounting.store.rows.get(incomeRowId(named("a")))?.amountMinor).toBe(700n);
    expect(stored()).toMatchObject({ position: { token: "b" }, commitNo: 2n, tally: { events: 501, applied: 2 } });
  });
});

describe("a unit of the stream that fails", () => {
  it("is never passed by the next one, read already: the position stays before its changes", async () => {
    const door = closeTheDoor();
    await outbox.put(written("a"));
    await outbox.put(manyTimes(written("b"), 500));
    await settle();
    expect(tokens).toBe(2);
    stage.between = (point) => (point === "before sink.commit" ? Promise.reject(broken) : Promise.resolve());
    door.reject(broken);
    await outbox.drained();
    expect(stored().position).toBeNull();
    expect([isPosted("a"), isPosted("b")]).toEqual([false, false]);
    expect(stored().tally.events).toBe(0);
  });

  it("is never passed when it could not be read, and leaves what was committed before it as it is", async () => {
    for (const effect of ["source.read", "sink.commit"] as const) {
      const [first, second, third] = [`a ${effect}`, `b ${effect}`, `c ${effect}`];
      outbox = open();
      stage.between = () => Promise.resolve();
      await outbox.put(written(first));
      await outbox.drained();
      breakEvery(effect);
      await outbox.put(written(second));
      await outbox.put(written(third)).catch(() => undefined);
      await outbox.drained();
      expect(stored().position?.token).toBe(first);
      expect([first, second, third].map(isPosted)).toEqual([true, false, false]);
    }
  });

  it("is told to whoever puts more, with its own error", async () => {
    breakEvery("sink.commit");
    await outbox.put(written("a"));
    await outbox.drained();
    await expect(outbox.put(written("b"))).rejects.toBe(broken);
  });

  it("lets a reader go that waits for room", async () => {
    const door = closeTheDoor();
    await outbox.put(written("a"));
    await outbox.put(written("b"));
    await settle();
    const waiting = outbox.put(manyTimes(written("c"), 20_001));
    await settle();
    door.reject(broken);
    await waiting;
    await expect(outbox.put(written("d"))).rejects.toBe(broken);
  });

  it("loses nothing: another outbox from the stored position brings everything", async () => {
    breakEvery("sink.commit");
    const batches = ["a", "b"].map(written);
    for (const batch of batches) await outbox.put(batch);
    await outbox.drained();
    stage.between = () => Promise.resolve();
    const again = open();
    for (const batch of batches) await again.put(batch);
    await again.drained();
    expect([isPosted("a"), isPosted("b")]).toEqual([true, true]);
    expect(stored()).toMatchObject({ position: { token: "b" }, tally: { events: 2, applied: 2 } });
  });

  it("does not keep other work of the lane from its turn", async () => {
    breakEvery("sink.commit");
    await outbox.put(written("a"));
    await outbox.drained();
    stage.between = () => Promise.resolve();
    const { done: chunk } = lane.submit("other", { read: () => Promise.resolve(anEmptyChunk()) }, abandon.signal);
    expect(await chunk).toMatchObject({ kind: "unchanged" });
  });
});

const anEmptyChunk = (): ReconcileBatch => ({
  kind: "reconcile",
  token: "chunk",
  epoch: 1n,
  cause: { kind: "run", runId: "r1" },
  at: 0,
  keys: noKeys,
  cut: { asOf: stage.source.now(), payments: new Map(), properties: new Map(), owners: new Map() },
  events: 0,
  position: null,
  presumedNew: new Set(),
  stretch: null,
  dryRun: false,
});

describe("an outbox that is given up", () => {
  it("commits no more of what it holds, and refuses more with the reason", async () => {
    const door = closeTheDoor();
    await outbox.put(written("a"));
    await outbox.put(written("b"));
    await settle();
    const lost = new AppError("history_lost", "the collection was dropped");
    outbox.giveUp(lost);
    door.resolve();
    await outbox.drained();
    expect(isPosted("b")).toBe(false);
    await expect(outbox.put(written("c"))).rejects.toBe(lost);
  });

  it("ends with its term", async () => {
    const door = closeTheDoor();
    await outbox.put(written("a"));
    await settle();
    abandon.abort(new AppError("fenced", "another leads"));
    door.resolve();
    await outbox.drained();
    expect(done).toEqual([]);
    await expect(outbox.put(written("b"))).rejects.toMatchObject({ code: "fenced" });
  });
});

describe("the position of a quiet stream", () => {
  it("is saved every thirty seconds, without counting anything", async () => {
    for (const [token, ms] of [
      ["i1", 29_999],
      ["i2", 1],
      ["i3", 29_999],
      ["i4", 1],
    ] as const) {
      stage.clock.advance(ms);
      await outbox.put(idle(token));
      await outbox.drained();
      const saved = { i1: undefined, i2: "i2", i3: "i2", i4: "i4" }[token];
      expect(stored().position?.token).toBe(saved);
    }
    expect(stored().tally.events).toBe(0);
  });

  it("is not saved beside changes that are under way: their commit saves a position anyway", async () => {
    const door = closeTheDoor();
    await outbox.put(written("a"));
    stage.clock.advance(60_000);
    await outbox.put(idle("i1"));
    door.resolve();
    await outbox.drained();
    expect(stored()).toMatchObject({ position: { token: "a" }, commitNo: 1n });
  });

  it("is saved thirty seconds after the last commit, not after the last time it was idle", async () => {
    stage.clock.advance(20_000);
    await outbox.put(written("a"));
    await outbox.drained();
    stage.clock.advance(20_000);
    await outbox.put(idle("i1"));
    await outbox.drained();
    expect(stored().position?.token).toBe("a");
  });
});
