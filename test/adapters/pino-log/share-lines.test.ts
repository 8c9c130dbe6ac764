import { describe, expect, it } from "vitest";
import { lineEveryMs, shareLines } from "../../../src/adapters/pino-log/share-lines.ts";
import type { LogFacts } from "../../../src/application/ports/log.ts";

const world = () => {
  const lines: (readonly [string, LogFacts])[] = [];
  let due: (() => void)[] = [];
  const shared = shareLines(
    (message, facts) => lines.push([message, facts]),
    (work, ms) => {
      expect(ms).toBe(lineEveryMs);
      due.push(work);
    },
  );
  const pass = (): void => {
    const now = due;
    due = [];
    for (const work of now) work();
  };
  return { lines, shared, pass, waiting: () => due.length };
};

const batch = (durationMs: number, facts: LogFacts = {}): LogFacts => ({
  kind: "reconcile",
  durationMs,
  traceId: `t${durationMs}`,
  ...facts,
});

describe("lines that share one", () => {
  it("begin with one of its own, which comes at once", () => {
    const { lines, shared } = world();
    shared.add("batch", batch(3, { events: 1 }));
    expect(lines).toEqual([["batch", batch(3, { events: 1 })]]);
  });

  it("add up what is counted, keep the longest, and name the slowest one's trace", () => {
    const { lines, shared, pass } = world();
    shared.add("batch", batch(1));
    shared.add("batch", batch(5, { events: 2, commitNo: 7 }));
    shared.add("batch", batch(9, { events: 3, commitNo: 8 }));
    shared.add("batch", batch(4, { events: 4, commitNo: 9 }));
    expect(lines).toHaveLength(1);
    pass();
    expect(lines[1]).toEqual(["batch", batch(9, { events: 9, commitNo: 9, times: 3 })]);
  });

  it("are of one kind: another message, cause or status is told apart", () => {
    const { lines, shared } = world();
    shared.add("batch", { cause: "stream" });
    shared.add("batch", { cause: "run" });
    shared.add("request", { status: 200 });
    shared.add("request", { status: 404 });
    expect(lines).toHaveLength(4);
  });

  it("end after a quiet time: the next one is told at once again, and no timer is left", () => {
    const { lines, shared, pass, waiting } = world();
    shared.add("batch", batch(1));
    shared.add("batch", batch(2));
    pass();
    pass();
    expect([lines.length, waiting()]).toEqual([2, 0]);
    shared.add("batch", batch(3));
    expect(lines[2]).toEqual(["batch", batch(3)]);
  });

  it("come before what is told next", () => {
    const { lines, shared, pass } = world();
    shared.add("batch", batch(1));
    shared.add("batch", batch(2));
    shared.flush();
    expect(lines[1]).toEqual(["batch", batch(2, { times: 1 })]);
    pass();
    expect(lines).toHaveLength(2);
  });

  it("lose nothing however many kinds there are", () => {
    const { lines, shared } = world();
    for (let route = 0; route < 250; route += 1) {
      shared.add("request", { route: `/r${route}` });
      shared.add("request", { route: `/r${route}` });
    }
    shared.flush();
    const told = lines.reduce((sum, [, { times = 1 }]) => sum + Number(times), 0);
    expect(told).toBe(500);
  });
});
