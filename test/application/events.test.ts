import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import { keptEventsMax } from "../../src/application/event-window.ts";
import type { EventsRequest } from "../../src/application/follow-events.ts";
import { encodeId } from "../../src/domain/ids.ts";
import type { SyncEvent, ToldEvent } from "../../src/domain/sync/sync-event.ts";
import { anEntry } from "../support/an-entry.ts";
import { createMemoryStage, type Instance, type MemoryStage } from "../support/memory-stage.ts";

let stage: MemoryStage;

beforeEach(() => {
  stage = createMemoryStage();
  stage.putProperty("house");
});

const stored = (): readonly ToldEvent[] => stage.accounting.store.events.map(({ event }) => event);
const ofType = <Type extends SyncEvent["type"]>(events: readonly ToldEvent[], type: Type) =>
  events.filter((event): event is Extract<ToldEvent, { type: Type }> => event.type === type);

type Reader = {
  readonly events: ToldEvent[];
  readonly leave: () => void;
  /** Rejects as the reading did. */
  readonly over: Promise<void>;
};

/** Somebody who reads whatever he is told. */
const read = ({ useCases }: Instance, request: Partial<EventsRequest> = {}): Reader => {
  const gone = new AbortController();
  const events: ToldEvent[] = [];
  const reading = useCases.events({ lastEventId: null, types: null, signal: gone.signal, ...request });
  const over = (async () => {
    for await (const event of reading) events.push(event);
  })();
  over.catch(() => undefined);
  return { events, leave: () => gone.abort(), over };
};

const pay = async (name: string): Promise<void> => {
  stage.putPayment(name);
  await stage.passTime(1_000);
};

describe("a reader", () => {
  it("is first told to fetch what he shows, with the id to come again with", async () => {
    const instance = await stage.live();
    await stage.passTime(1_000);
    const reader = read(instance);
    await stage.passTime(100);

    expect(reader.events).toEqual([
      { id: stored().length, at: expect.any(Number), type: "resync", data: { reason: "subscribed" } },
    ]);
    reader.leave();
  });

  it.each(["the leader", "another instance"])("hears from %s of a payment within a second", async (who) => {
    const leader = await stage.live();
    const other = stage.instance();
    await stage.inTime(other.pipeline.start());
    await stage.passTime(5_000);
    const reader = read(who === "the leader" ? leader : other);
    await pay("rent");

    const [commit, ...more] = ofType(reader.events, "commit");
    expect(more).toEqual([]);
    expect(commit?.data).toMatchObject({
      commits: 1,
      collections: { payments: { applied: 1, unchanged: 0, failed: 0 }, properties: { applied: 0 } },
      retracted: 0,
      touched: [{ propertyId: encodeId({ kind: "string", value: "house" }) }],
      isMore: false,
    });
    expect(commit?.data.position).toMatch(/^\d+\.\d+$/);
    reader.leave();
  });

  it("who comes again with his last event is told what he has missed, once and in order, on any instance", async () => {
    const leader = await stage.live();
    const other = stage.instance();
    await stage.inTime(other.pipeline.start());
    const before = read(leader);
    await pay("p1");
    before.leave();
    for (const name of ["p2", "p3", "p4"]) await pay(name);
    const after = read(other, { lastEventId: String(before.events.at(-1)?.id) });
    await stage.passTime(1_000);
    await pay("p5");

    const told = [...before.events.slice(1), ...after.events].map(({ id }) => id);
    expect(ofType(after.events, "commit")).toHaveLength(4);
    expect(told).toEqual(Array.from(told, (_, index) => (told[0] ?? 0) + index));
    expect(ofType(after.events, "resync")).toEqual([]);
    after.leave();
  });

  it.each([
    ["expired", "1"],
    ["unknown", "999999"],
    ["unknown", "not an id"],
    ["unknown", "-1"],
    ["unknown", ""],
  ])("is told to fetch anew (%s) when he comes with the id %j", async (reason, lastEventId) => {
    const instance = await stage.live();
    for (const name of ["p1", "p2", "p3"]) await pay(name);
    await stage.inTime(instance.pipeline.ports.events.prune(stage.clock.now() - 100, new AbortController().signal));
    const reader = read(instance, { lastEventId });
    await stage.passTime(500);
    await pay("p4");

    expect(reader.events.map(({ type }) => type)).toEqual(["resync", "commit"]);
    expect(reader.events[0]).toMatchObject({ data: { reason } });
    reader.leave();
  });

  it("comes with the number before the oldest event that is kept, and misses nothing", async () => {
    const instance = await stage.live();
    for (const name of ["p1", "p2", "p3"]) await pay(name);
    await stage.inTime(instance.pipeline.ports.events.prune(stage.clock.now() - 100, new AbortController().signal));
    const oldest = stored()[0]?.id ?? 0;
    const reader = read(instance, { lastEventId: String(oldest - 1) });
    await stage.passTime(500);

    expect(reader.events.map(({ id }) => id)).toEqual([oldest]);
    reader.leave();
  });

  it("is told of the kinds he has asked for, and of what makes him fetch anew", async () => {
    const instance = await stage.live();
    const reader = read(instance, { types: ["failure"] });
    await pay("rent");
    stage.putPayment("broken", { amount: "a lot" });
    await stage.passTime(1_000);

    expect(reader.events.map(({ type }) => type)).toEqual(["resync", "failure"]);
    reader.leave();
  });

  it("is told that the service stops, and is none any more", async () => {
    const instance = await stage.live();
    const reader = read(instance);
    await stage.passTime(100);
    await stage.inTime(instance.pipeline.stop());

    await expect(reader.over).rejects.toThrow(/stopping/);
    expect(instance.pipeline.tail.readers()).toBe(0);
    await expect(read(instance).over).rejects.toThrow(AppError);
  });

  it("who does not read is cut off by his own slowness, and not before", async () => {
    const instance = await stage.live();
    const gone = new AbortController();
    const slow = instance.useCases
      .events({ lastEventId: null, types: ["commit"], signal: gone.signal })
      [Symbol.asyncIterator]();
    const quick = read(instance);
    expect((await stage.inTime(slow.next())).value).toMatchObject({ type: "resync" });
    const first = slow.next();
    await pay("rent");
    expect((await first).value).toMatchObject({ type: "commit" });
    await flood(instance, keptEventsMax + 500);

    await expect(slow.next()).rejects.toThrow(/faster than they were read/);
    expect(quick.events.length).toBeGreaterThan(keptEventsMax);
    quick.leave();
  });
});

/** So many events from elsewhere. */
const flood = async ({ pipeline }: Instance, count: number): Promise<void> => {
  const { signal } = new AbortController();
  for (let done = 0; done < count; done += 100) {
    const events = Array.from({ length: 100 }, (_, index) => ({
      token: `flood ${done + index}`,
      at: stage.clock.now(),
      event: { type: "resync", data: { reason: "lost" } } as const,
    }));
    await stage.inTime(pipeline.ports.events.append(events, signal));
    await stage.passTime(500);
  }
};

describe("an instance", () => {
  it("looks for events only while somebody reads, once for all of them", async () => {
    const looks: string[] = [];
    const instance = await stage.live();
    stage.between = (point) => {
      if (point === "before events.after") looks.push(point);
      return Promise.resolve();
    };
    await stage.passTime(10_000);
    expect(looks).toEqual([]);

    const readers = Array.from({ length: 50 }, () => read(instance));
    await stage.passTime(10_000);
    expect(instance.pipeline.tail.readers()).toBe(50);
    expect(looks.length).toBeGreaterThan(10);
    expect(looks.length).toBeLessThan(110);

    for (const reader of readers) reader.leave();
    await Promise.all(readers.map(({ over }) => over));
    expect(instance.pipeline.tail.readers()).toBe(0);
    looks.length = 0;
    await stage.passTime(10_000);
    expect(looks).toEqual([]);
  });
});

describe("the leader", () => {
  it("tells every reader to fetch anew when it begins, behind everything that the one before it has told", async () => {
    const first = await stage.live();
    await pay("rent");
    await stage.inTime(first.pipeline.stop());
    const before = stored().length;
    const second = await stage.live();
    const reader = read(second, { lastEventId: String(before) });
    await stage.passTime(500);

    expect(reader.events[0]).toMatchObject({ id: before + 1, type: "resync", data: { reason: "new_leader" } });
    reader.leave();
  });

  it("tells of commits at most five times a second, and of each of them", async () => {
    await stage.live();
    await stage.passTime(5_000);
    const before = stored().length;
    for (let payment = 0; payment < 100; payment += 1) {
      stage.putPayment(`p${payment}`);
      await stage.passTime(20);
    }
    await stage.passTime(1_000);

    const commits = ofType(stored().slice(before), "commit");
    expect(commits.length).toBeLessThanOrEqual(12);
    const applied = commits.reduce((sum, { data }) => sum + data.collections.payments.applied, 0);
    expect(applied).toBe(100);
  });

  it("does not let the ledger wait for what is told of it", async () => {
    await stage.live();
    stage.between = (point) => (point.includes("events.") ? new Promise(() => undefined) : Promise.resolve());
    for (const name of ["p1", "p2", "p3"]) await pay(name);

    expect(stage.accounting.store.rows.size).toBe(3);
  });

  it("says that something is missing when it could not be told", async () => {
    const instance = await stage.live();
    await stage.passTime(1_000);
    const reader = read(instance, { types: ["commit"] });
    await stage.passTime(1_000);
    stage.between = (point) =>
      point === "before events.append"
        ? Promise.reject(new AppError("accounting_configuration", "not allowed"))
        : Promise.resolve();
    await pay("rent");
    stage.between = () => Promise.resolve();
    await stage.passTime(10_000);

    expect(reader.events.map(({ type, data }) => [type, data])).toEqual([
      ["resync", { reason: "subscribed" }],
      ["resync", { reason: "lost" }],
    ]);
    reader.leave();
  });
});

describe("what is told", () => {
  const eve = { actor: "eve" };

  it("of a run: that it begins, how far it is at most twice a second, and how it ends", async () => {
    const instance = await stage.live();
    for (let payment = 0; payment < 300; payment += 1) stage.putPayment(`p${payment}`);
    await stage.passTime(10_000);
    const reader = read(instance, { types: ["run"] });
    const { id } = await stage.inTime(instance.useCases.startFullSync(eve, { dryRun: false, confirm: null }));
    await stage.passTime(5_000);

    const told = ofType(reader.events, "run").filter(({ data }) => data.id === id);
    expect(told.map(({ data }) => data.state)).toEqual([...told.slice(1).map(() => "running"), "succeeded"]);
    expect(told.length).toBeGreaterThan(1);
    expect(told.at(-1)?.data).toMatchObject({ kind: "full", actor: "eve", progress: { phase: "done" } });
    reader.leave();
  });

  it("of a check that ends: what it has found, and health with it", async () => {
    const instance = await stage.live();
    await pay("rent");
    await stage.passTime(10_000);
    const reader = read(instance, { types: ["check", "health"] });
    await stage.passTime(1_000);
    const [row] = stage.accounting.store.rows.values();
    if (row === undefined) throw new Error("nothing is posted");
    stage.accounting.store.rows.set(row.id, { ...row, description: "altered by hand" });
    await stage.inTime(instance.useCases.startCheck(eve));
    await stage.passTime(3_000);

    expect(ofType(reader.events, "check")[0]?.data).toMatchObject({ state: "complete", findings: 1 });
    expect(ofType(reader.events, "health").at(-1)?.data).toMatchObject({
      status: expect.not.stringMatching(/^healthy$/),
    });
    reader.leave();
  });

  it("of real time: each of its states", async () => {
    const instance = await stage.live();
    await stage.passTime(10_000);
    const reader = read(instance, { types: ["realTime"] });
    await stage.inTime(instance.useCases.stopRealTime(eve));
    await stage.passTime(2_000);
    await stage.inTime(instance.useCases.startRealTime(eve));
    await stage.passTime(2_000);

    const states = ofType(reader.events, "realTime").map(({ data }) => data.state);
    expect(states).toEqual(expect.arrayContaining(["stopped", "live"]));
    expect(states.indexOf("stopped")).toBeLessThan(states.lastIndexOf("live"));
    reader.leave();
  });

  it("of schedules: whoever has changed them, on whichever instance", async () => {
    const leader = await stage.live();
    const other = stage.instance();
    await stage.inTime(other.pipeline.start());
    await stage.passTime(10_000);
    const reader = read(leader, { types: ["schedule"] });
    const nightly = { name: "nightly", cronExpression: "0 2 * * *" };
    await stage.inTime(other.useCases.createSchedule(eve, nightly));
    await stage.inTime(leader.useCases.changeSchedule(eve, { name: "nightly", revisions: null }, { description: "x" }));
    await stage.inTime(other.useCases.deleteSchedule(eve, { name: "nightly", revisions: null }));
    await stage.inTime(other.useCases.pauseSchedules(eve));
    await stage.inTime(other.useCases.pauseSchedules(eve));
    await stage.passTime(2_000);

    expect(
      ofType(reader.events, "schedule")
        .map(({ data }) => [data.change, data.name])
        .sort(),
    ).toEqual([
      ["changed", "nightly"],
      ["created", "nightly"],
      ["deleted", "nightly"],
      ["paused", null],
    ]);
    reader.leave();
  });

  it("of a failure: that it opens, once, and that it closes", async () => {
    const instance = await stage.live();
    await stage.passTime(10_000);
    const reader = read(instance, { types: ["failure"] });
    for (const amount of ["a lot", "even more"]) {
      stage.putPayment("broken", { amount });
      await stage.passTime(1_000);
    }
    await pay("broken");

    expect(ofType(reader.events, "failure").map(({ data }) => data)).toEqual([
      { change: "opened", count: 1, keys: ["payments/~sbroken"] },
      { change: "closed", count: 1, keys: ["payments/~sbroken"] },
    ]);
    reader.leave();
  });

  it("of a manual entry: its row and its account, and no amount", async () => {
    const instance = await stage.live();
    await stage.passTime(10_000);
    const reader = read(instance, { types: ["ledgerEntry"] });
    const entry = anEntry({ propertyId: encodeId({ kind: "string", value: "house" }), idempotencyKey: "k1" });
    const { row } = await stage.inTime(instance.useCases.enterTransaction(eve, entry));
    const reversal = { propertyId: row.propertyId, rowId: row.id, reason: "typo" };
    await stage.inTime(instance.useCases.reverseTransaction(eve, reversal));
    await stage.passTime(1_000);

    const facts = { rowId: row.id, propertyId: row.propertyId, companyId: null };
    expect(ofType(reader.events, "ledgerEntry").map(({ data }) => data)).toEqual([
      { change: "entered", ...facts },
      { change: "reversed", ...facts },
    ]);
    reader.leave();
  });
});
