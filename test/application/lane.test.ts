import { describe, expect, it } from "vitest";
import type { ManualBatch } from "../../src/application/ports/accounting-sink.ts";
import { aManualRow } from "../support/a-manual-row.ts";
import { anAuditEntry } from "../support/audit-samples.ts";
import { at, broken, createLaneStage, inFlightMost } from "../support/lane-stage.ts";
import { inTime, passTime, settle } from "../support/virtual-time.ts";

describe("the lane", () => {
  it("reads one unit while the one before it commits, and no third one", async () => {
    const stage = createLaneStage();
    for (const token of ["a", "b", "c"]) stage.submit("stream", { token, commitMs: 10 });
    await passTime(stage.clock, 2);
    expect(stage.story.toSorted()).toEqual(["commit a", "read a", "read b"]);
    await passTime(stage.clock, 9);
    expect(stage.story.slice(3).toSorted()).toEqual(["commit b", "committed a", "read c"]);
    await passTime(stage.clock, 100);
    expect(inFlightMost(stage.story)).toBe(2);
  });

  it("commits in the order in which it read, however long each takes", async () => {
    const stage = createLaneStage();
    const done = [
      stage.submit("stream", { token: "a", commitMs: 100 }).done,
      stage.submit("stream", { token: "b", readMs: 1, commitMs: 1 }).done,
      stage.submit("stream", { token: "c", readMs: 50, commitMs: 1 }).done,
    ];
    await inTime(stage.clock, Promise.all(done));
    expect(stage.story.filter((line) => line.startsWith("committed"))).toEqual(
      ["a", "b", "c"].map((token) => `committed ${token}`),
    );
  });

  it("lets the stream pass, but not for ever", async () => {
    const stage = createLaneStage();
    stage.submit("stream", { token: "s0", readMs: 5 });
    const chunk = stage.submit("other", { token: "chunk" });
    for (const token of ["s1", "s2", "s3", "s4", "s5", "s6"]) stage.submit("stream", { token });
    await inTime(stage.clock, chunk.done);
    const reads = stage.story.filter((line) => line.startsWith("read")).slice(0, 6);
    expect(reads).toEqual(["read s0", "read s1", "read s2", "read s3", "read s4", "read chunk"]);
  });

  it("says when a unit was read, before it is committed", async () => {
    const stage = createLaneStage();
    const { read } = stage.submit("other", { token: "a", commitMs: 100 });
    await inTime(stage.clock, read, 1);
    expect(stage.committed).toEqual([]);
  });

  it("answers with what the ledger answered", async () => {
    const stage = createLaneStage();
    const first = stage.submit("other", { token: "a", attempts: ["unchanged"] });
    expect(await inTime(stage.clock, first.done)).toMatchObject({ kind: "unchanged" });
    const second = stage.submit("other", { token: "b" });
    expect(await inTime(stage.clock, second.done)).toMatchObject({ kind: "committed" });
  });
});

describe("time along the lane", () => {
  it("begins at the floor, and each unit is told what was shown before it", async () => {
    const stage = createLaneStage(at(10));
    const units = [15, 12, 20].map((time, index) => {
      const show = (floor: bigint) => (at(time) > floor ? at(time) : at(15));
      return stage.submit("stream", { token: `u${index}`, shows: [show] }).done;
    });
    await inTime(stage.clock, Promise.all(units));
    expect(stage.floors).toEqual([at(10), at(15), at(15)]);
    expect(stage.committed).toEqual([at(15), at(15), at(20)]);
    expect(stage.lane.floor()).toBe(at(20));
  });

  it("never goes back: what is read from before the floor is read again until the server has moved on", async () => {
    const stage = createLaneStage(at(10));
    const shows = [9, 9, 10].map((time) => () => at(time));
    await inTime(stage.clock, stage.submit("other", { token: "a", shows, readMs: 0 }).done);
    expect(stage.story).toEqual(["read a", "read a", "read a", "commit a", "committed a"]);
    expect(stage.committed).toEqual([at(10)]);
    expect(stage.clock.monotonic()).toBeGreaterThanOrEqual(20);
  });

  it("can be told to begin later, and not to begin earlier", async () => {
    const stage = createLaneStage(at(10));
    stage.lane.raiseFloor(at(30));
    stage.lane.raiseFloor(at(20));
    await inTime(stage.clock, stage.submit("stream", { token: "a" }).done);
    expect(stage.floors).toEqual([at(30)]);
  });

  it("may stand still: a unit at the time of the one before it is committed as it is", async () => {
    const stage = createLaneStage(at(10));
    await inTime(stage.clock, Promise.all(["a", "b"].map((token) => stage.submit("stream", { token }).done)));
    expect(stage.story.filter((line) => line.startsWith("read"))).toEqual(["read a", "read b"]);
    expect(stage.committed).toEqual([at(10), at(10)]);
  });

  it("goes on from a unit that had to be read again: the one behind it, read already, is read again as well", async () => {
    const stage = createLaneStage(at(10));
    const a = stage.submit("stream", {
      token: "a",
      shows: [() => at(11), (floor) => floor],
      attempts: ["outdated"],
      commitMs: 5,
    });
    const b = stage.submit("stream", { token: "b", shows: [() => at(12), (floor) => floor] });
    stage.newest = at(50);
    await inTime(stage.clock, Promise.all([a.done, b.done]));
    expect(stage.committed).toEqual([at(50), at(50)]);
    expect(stage.story.filter((line) => line.startsWith("read"))).toEqual(["read a", "read b", "read a", "read b"]);
    expect(stage.floors.slice(2)).toEqual([at(50), at(50)]);
  });

  it("is not moved by what was never committed: a broken unit leaves the next as it was read", async () => {
    const stage = createLaneStage(at(10));
    const a = stage.submit("stream", { token: "a", shows: [() => at(20)], attempts: ["broken"], commitMs: 5 });
    const b = stage.submit("stream", { token: "b" });
    await expect(inTime(stage.clock, a.done)).rejects.toBe(broken);
    await inTime(stage.clock, b.done);
    expect(stage.committed).toEqual([at(20)]);
    expect(stage.floors).toEqual([at(10), at(20)]);
  });
});

describe("a unit that fails", () => {
  it("is told so before the one behind it may commit", async () => {
    const stage = createLaneStage();
    const failing = stage.submit("stream", { token: "a", attempts: ["broken"], commitMs: 10 });
    const next = stage.submit("stream", { token: "b" });
    await expect(inTime(stage.clock, failing.done)).rejects.toBe(broken);
    await inTime(stage.clock, next.done);
    expect(stage.story.indexOf("failed a")).toBeLessThan(stage.story.indexOf("commit b"));
    expect(stage.story).not.toContain("committed a");
  });

  it("is told so before the one behind it may commit also when it could not even be read", async () => {
    const stage = createLaneStage();
    const slow = stage.submit("stream", { token: "z", commitMs: 50 });
    const failing = stage.submit("stream", { token: "a", readings: ["broken"] });
    const next = stage.submit("stream", { token: "b" });
    await expect(inTime(stage.clock, failing.read)).rejects.toBe(broken);
    await expect(failing.done).rejects.toBe(broken);
    await inTime(stage.clock, Promise.all([slow.done, next.done]));
    expect(stage.story.indexOf("failed a")).toBeLessThan(stage.story.indexOf("commit b"));
    expect(stage.story.indexOf("committed z")).toBeLessThan(stage.story.indexOf("commit b"));
  });

  it("keeps those behind it from committing when they share its signal, and it aborts that", async () => {
    const stage = createLaneStage();
    const shared = new AbortController();
    const tickets = ["a", "b", "c"].map((token) =>
      stage.submit(
        "stream",
        { token, commitMs: 10, ...(token === "a" ? { attempts: ["broken"] } : {}) },
        shared.signal,
      ),
    );
    tickets[0]?.done.catch((error) => shared.abort(error));
    for (const ticket of tickets) await expect(inTime(stage.clock, ticket.done)).rejects.toBe(broken);
    expect(stage.committed).toEqual([]);
  });

  it("does not hold up the lane", async () => {
    const stage = createLaneStage();
    for (const token of ["a", "b", "c"]) stage.submit("other", { token, readings: ["broken"] });
    await inTime(stage.clock, stage.submit("other", { token: "d" }).done);
    expect(stage.story.slice(-2)).toEqual(["commit d", "committed d"]);
  });

  it("that nobody waits for ends nothing but itself", async () => {
    const stage = createLaneStage();
    stage.submit("other", { token: "a", attempts: ["broken"] });
    await passTime(stage.clock, 1_000);
    expect(stage.story.at(-1)).toBe("failed a");
  });

  it("because another leader has taken over says so", async () => {
    const stage = createLaneStage();
    const ticket = stage.submit("stream", { token: "a", attempts: ["fenced"] });
    await expect(inTime(stage.clock, ticket.done)).rejects.toMatchObject({ code: "fenced" });
    expect(stage.story).toContain("failed a");
  });
});

describe("a database that is away", () => {
  it("is waited for by the unit that needs it, and everything behind that waits too", async () => {
    const stage = createLaneStage();
    const a = stage.submit("stream", { token: "a", readings: ["away"], attempts: ["away", "away"] });
    const b = stage.submit("stream", { token: "b" });
    await inTime(stage.clock, Promise.all([a.done, b.done]));
    const committed = stage.story.filter((line) => line.startsWith("committed"));
    expect(committed).toEqual(["committed a", "committed b"]);
    expect(stage.waiting.filter((error) => error !== null)).toHaveLength(3);
  });

  it("that committed and could not say so is not committed to twice", async () => {
    const stage = createLaneStage();
    const ticket = stage.submit("stream", { token: "a", attempts: ["reply_lost"] });
    expect(await inTime(stage.clock, ticket.done)).toMatchObject({ kind: "already_committed" });
    expect(stage.committed).toHaveLength(1);
  });

  it("is not waited for by a unit that is aborted", async () => {
    const stage = createLaneStage();
    const stop = new AbortController();
    const attempts = Array.from({ length: 100 }, () => "away" as const);
    const ticket = stage.submit("stream", { token: "a", attempts }, stop.signal);
    const next = stage.submit("other", { token: "b" });
    await passTime(stage.clock, 500);
    stop.abort("enough");
    await expect(ticket.done).rejects.toBe("enough");
    await inTime(stage.clock, next.done);
    expect(stage.story).toContain("failed a");
  });
});

describe("a unit that is aborted", () => {
  it("before its turn is neither read nor committed", async () => {
    const stage = createLaneStage();
    const stop = new AbortController();
    stage.submit("stream", { token: "a", readMs: 20 });
    const ticket = stage.submit("stream", { token: "b" }, stop.signal);
    stop.abort("enough");
    await expect(inTime(stage.clock, ticket.done)).rejects.toBe("enough");
    expect(stage.story).not.toContain("read b");
  });

  it("between its reading and its commit is not committed", async () => {
    const stage = createLaneStage();
    const stop = new AbortController();
    stage.submit("stream", { token: "a", commitMs: 50 });
    const ticket = stage.submit("stream", { token: "b" }, stop.signal);
    await inTime(stage.clock, ticket.read);
    stop.abort("enough");
    await expect(inTime(stage.clock, ticket.done)).rejects.toBe("enough");
    await settle();
    expect(stage.story).not.toContain("commit b");
  });
});

describe("a manual entry", () => {
  it("keeps its place in the lane and moves no time", async () => {
    const stage = createLaneStage(at(10));
    stage.submit("stream", { token: "a", shows: [() => at(20)], commitMs: 10 });
    const entry: ManualBatch = {
      kind: "manual",
      token: "m",
      epoch: 1n,
      cause: { kind: "actor", actor: "eve" },
      at: 0,
      request: { kind: "enter", facts: aManualRow },
      audit: anAuditEntry("m"),
    };
    const story: string[] = [];
    const { read } = stage.lane.submit("other", { read: async () => entry }, new AbortController().signal);
    await inTime(stage.clock, read).then(() => story.push("read"));
    expect(stage.lane.floor()).toBe(at(20));
    expect(stage.committed).toEqual([]);
  });
});
