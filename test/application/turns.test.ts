import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTurns, type Priority } from "../../src/application/turns.ts";
import { runs } from "../support/runs.ts";

const take = (turns: { take(): string | undefined }, times: number) =>
  Array.from({ length: times }, () => turns.take());

describe("whose turn it is", () => {
  it("is nobody's when nobody waits", () => {
    expect(createTurns().take()).toBeUndefined();
  });

  it("is the stream's first, the others' in the order in which they came", () => {
    const turns = createTurns<string>();
    for (const item of ["o1", "o2"]) turns.add("other", item);
    turns.add("stream", "s1");
    expect(take(turns, 4)).toEqual(["s1", "o1", "o2", undefined]);
  });

  it("is another's after the stream has passed it four times", () => {
    const turns = createTurns<string>();
    for (const item of ["o1", "o2"]) turns.add("other", item);
    for (const item of ["s1", "s2", "s3", "s4", "s5", "s6"]) turns.add("stream", item);
    expect(take(turns, 8)).toEqual(["s1", "s2", "s3", "s4", "o1", "s5", "s6", "o2"]);
  });

  it("does not count stream turns that passed nobody", () => {
    const turns = createTurns<string>();
    for (const item of ["s1", "s2", "s3", "s4"]) turns.add("stream", item);
    take(turns, 4);
    turns.add("other", "o1");
    turns.add("stream", "s5");
    expect(take(turns, 2)).toEqual(["s5", "o1"]);
  });

  it("comes for everybody: in order within each kind, none lost, none passed more than four times in a row", () => {
    const step = fc.constantFrom<Priority | "take">("stream", "stream", "other", "take", "take");
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const { turns, waiting, add, takeOne } = watchedTurns();
        for (const [number, next] of steps.entries()) {
          if (next === "take") takeOne();
          else add(next, number);
        }
        while (waiting.stream.length + waiting.other.length > 0) takeOne();
        expect(turns.take()).toBeUndefined();
      }),
      runs(1_000),
    );
  });
});

/** Turns beside two plain queues that know who should be next of each kind. */
const watchedTurns = () => {
  const turns = createTurns<{ readonly priority: Priority; readonly number: number }>();
  const waiting: Record<Priority, number[]> = { stream: [], other: [] };
  let passed = 0;
  return {
    turns,
    waiting,
    add: (priority: Priority, number: number): void => {
      turns.add(priority, { priority, number });
      waiting[priority].push(number);
    },
    takeOne: (): void => {
      const taken = turns.take();
      expect(taken === undefined).toBe(waiting.stream.length + waiting.other.length === 0);
      if (taken === undefined) return;
      expect(waiting[taken.priority].shift()).toBe(taken.number);
      passed = taken.priority === "stream" && waiting.other.length > 0 ? passed + 1 : 0;
      expect(passed).toBeLessThanOrEqual(4);
    },
  };
};
