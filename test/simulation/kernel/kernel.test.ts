import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../support/runs.ts";
import { createEventQueue } from "./event-queue.ts";
import { createRandom } from "./random.ts";
import { createSimulatedProcess } from "./simulated-process.ts";
import { createVirtualTime } from "./virtual-time.ts";

const drawsOf = (seed: number, count: number): readonly number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, random.next);
};

describe("chance", () => {
  it("gives the same numbers for the same seed and others for another", () => {
    expect(drawsOf(7, 50)).toEqual(drawsOf(7, 50));
    expect(drawsOf(7, 50)).not.toEqual(drawsOf(8, 50));
  });

  it("keeps to its bounds and reaches both", () => {
    const random = createRandom(1);
    const drawn = new Set(Array.from({ length: 1_000 }, () => random.whole(-1, 2)));
    expect([...drawn].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
  });

  it("is not disturbed by how often a fork is asked", () => {
    const [a, b] = [createRandom(3), createRandom(3)];
    const fork = a.fork();
    b.fork();
    for (let asked = 0; asked < 10; asked += 1) fork.next();
    expect(a.next()).toBe(b.next());
  });

  it("weighs what it chooses from", () => {
    const random = createRandom(5);
    const heavy = Array.from({ length: 4_000 }, () =>
      random.weighted([
        [3, "a"],
        [1, "b"],
      ] as const),
    );
    expect(heavy.filter((item) => item === "a").length / heavy.length).toBeCloseTo(0.75, 1);
  });
});

describe("the queue of events", () => {
  it("gives them by time, then by order, without those that were cancelled", () => {
    const event = fc.record({ at: fc.nat(20), order: fc.nat(1_000), cancelled: fc.boolean() });
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const queue = createEventQueue();
        for (const each of events) queue.add({ ...each, happen: () => {} });
        const expected = events.filter(({ cancelled }) => !cancelled).sort((a, b) => a.at - b.at || a.order - b.order);
        const taken = expected.map(() => queue.take());
        expect(taken.map((each) => [each?.at, each?.order])).toEqual(expected.map(({ at, order }) => [at, order]));
        expect(queue.take()).toBeUndefined();
      }),
      runs(500),
    );
  });
});

describe("a simulated process", () => {
  const begin = () => {
    const time = createVirtualTime(createRandom(1));
    const process = createSimulatedProcess({ name: "p", time, wallClock: () => 5_000 + time.now() });
    const { signal } = new AbortController();
    const woken: string[] = [];
    const sleep = (name: string, ms: number): void =>
      void process.clock.sleep(ms, signal).then(() => woken.push(`${name} at ${time.now()}`));
    return { time, process, woken, sleep };
  };
  const pass = (time: ReturnType<typeof begin>["time"], until: number) => time.pass(() => false, until);

  it("wakes sleepers in the order of their times", async () => {
    const { time, woken, sleep } = begin();
    sleep("late", 20);
    sleep("early", 10);
    await pass(time, 100);
    expect(woken).toEqual(["early at 10", "late at 20"]);
  });

  it("never wakes anybody once it is dead", async () => {
    const { time, process, woken, sleep } = begin();
    sleep("a", 10);
    process.crash();
    await pass(time, 100);
    expect(woken).toEqual([]);
  });

  it("goes on where it was when it thaws", async () => {
    const { time, process, woken, sleep } = begin();
    sleep("a", 10);
    process.freeze(50);
    await pass(time, 100);
    expect(woken).toEqual(["a at 50"]);
  });

  it("rejects a sleeper whose signal aborts", async () => {
    const { process } = begin();
    const stopping = new AbortController();
    const sleeping = process.clock.sleep(10, stopping.signal);
    stopping.abort("enough");
    await expect(sleeping).rejects.toBe("enough");
  });
});
