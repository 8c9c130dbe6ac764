import { afterEach, beforeEach, expect, it } from "vitest";
import type { WireEvent } from "../../src/contract/sync-event.ts";
import { type EventReader, followEvents } from "../support/event-reader.ts";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { type Program, startProgram, urlOf } from "../support/program.ts";
import { statusOf, untilLive } from "../support/program-api.ts";
import { environmentOf } from "../support/running-service.ts";
import { settled } from "../support/settled.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { startTraffic } from "../support/traffic.ts";
import { until } from "../support/until.ts";

let databases: FreshDatabases;

beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => databases.cleanUp());

const start = (instanceId: string): Program =>
  startProgram(environmentOf(databases, { INSTANCE_ID: instanceId, LOG_LEVEL: "info" }));

/** Two instances; the first one leads, the second answers from what is stored. */
const startTwo = async () => {
  const first = start("a:1");
  const second = start("b:1");
  const urls = [await urlOf(first), await urlOf(second)] as const;
  const leads = async (url: string) => (await statusOf(url)).leader.isLeader;
  const [a, b] = urls;
  await untilLive(a);
  await untilLive(b);
  await settled(databases);
  const isFirst = await leads(a);
  return isFirst
    ? { leader: first, leaderUrl: a, other: second, otherUrl: b }
    : { leader: second, leaderUrl: b, other: first, otherUrl: a };
};

const ofType = <Type extends WireEvent["type"]>(events: readonly WireEvent[], type: Type) =>
  events.filter((event): event is Extract<WireEvent, { type: Type }> => event.type === type);

const lastIdOf = ({ events }: EventReader): string => events.at(-1)?.id ?? "";

const begun = (reader: EventReader) => until("the reader has begun", () => reader.events.length > 0);

const applied = (events: readonly WireEvent[]): number =>
  ofType(events, "commit").reduce((sum, { data }) => sum + data.collections.payments.applied, 0);

/** Every number from the first to the last, once. */
const expectWhole = (events: readonly WireEvent[]): void => {
  const ids = events.map(({ id }) => Number(id));
  expect(ids).toEqual(Array.from(ids, (_, index) => (ids[0] ?? 0) + index));
};

const readersOf = async (url: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^ledgersync_event_readers\S* (\d+)/m.exec(text)?.[1]);
};

it("tells of a payment as soon as it is in the ledger, on the leader and on the other instance", async () => {
  const house = propertyOf();
  await databases.main.collection("properties").insertOne(house);
  const { leader, leaderUrl, other, otherUrl } = await startTwo();
  await using _both = { [Symbol.asyncDispose]: () => endAll(leader, other) };
  await using atLeader = await followEvents(leaderUrl);
  await using atOther = await followEvents(otherUrl);
  await Promise.all([begun(atLeader), begun(atOther)]);
  await databases.main.collection("payments").insertOne(paymentOf(house._id));

  for (const reader of [atLeader, atOther]) {
    const [commit] = await until("the payment is told", () => {
      const found = ofType(reader.events, "commit").filter(({ data }) => data.collections.payments.applied > 0);
      return found.length > 0 && found;
    });
    expect(commit?.data).toMatchObject({ propertyIds: [house._id.toHexString()], isMore: false });
  }
});

it("misses nothing and repeats nothing for readers cut off under load, who go on at the other instance, also over the leader's death", async () => {
  const traffic = await startTraffic(databases.main, { seed: 71 });
  const { leader, leaderUrl, other, otherUrl } = await startTwo();
  await using _both = { [Symbol.asyncDispose]: () => endAll(leader, other) };
  await using steady = await followEvents(otherUrl);
  const before = await followEvents(leaderUrl);
  await Promise.all([begun(steady), begun(before)]);
  const changes = traffic.keepChanging();
  await until("some events were told", () => ofType(before.events, "commit").length > 3);
  await before.leave();

  const missed = Number(lastIdOf(before)) + 10;
  await until("more events were told meanwhile", () => Number(lastIdOf(steady)) > missed);
  const between = await followEvents(leaderUrl, lastIdOf(before));
  await until("what was missed is told", () => Number(lastIdOf(between)) > missed);
  leader.signal("SIGKILL");
  await between.closed;

  await using after = await followEvents(otherUrl, lastIdOf(between));
  await until("the new leader has told", () => ofType(after.events, "resync").length > 0);
  await changes.stop();
  await settled(databases);
  await traffic.change(1);
  await settled(databases);
  const last = await until("the last event is the same for both", () => {
    const [a, b] = [lastIdOf(steady), lastIdOf(after)];
    return ofType(after.events, "commit").length > 0 && a === b && a;
  });

  const told = [...before.events, ...between.events, ...after.events].filter(({ data }) => !isFirstWord(data));
  expect(told.at(-1)?.id).toBe(last);
  expectWhole(told);
  const from = Math.max(Number(told[0]?.id), Number(steady.events[1]?.id));
  const since = (events: readonly WireEvent[]) =>
    events.filter(({ id, data }) => Number(id) >= from && !isFirstWord(data));
  expect(since(told)).toEqual(since(steady.events));
  expect(ofType(told, "resync").map(({ data }) => data.reason)).toEqual(["new_leader"]);
  expect(applied(told)).toBeGreaterThan(0);
});

const isFirstWord = (data: WireEvent["data"]): boolean => "reason" in data && data.reason === "subscribed";

it("serves fifty readers at once, and looks for events no more when all have gone", async () => {
  const house = propertyOf();
  await databases.main.collection("properties").insertOne(house);
  await using program = start("a:1");
  const url = await urlOf(program);
  await untilLive(url);
  const readers = await Promise.all(Array.from({ length: 50 }, () => followEvents(url)));
  await Promise.all(readers.map(begun));
  expect(await readersOf(url)).toBe(50);
  await databases.main.collection("payments").insertMany(Array.from({ length: 20 }, () => paymentOf(house._id)));
  await until("all are told of all payments", () => readers.every(({ events }) => applied(events) === 20));
  for (const { events } of readers) expectWhole(events.slice(1));

  await Promise.all(readers.map((reader) => reader.leave()));
  await until("nobody reads any more", async () => (await readersOf(url)) === 0);
});

it("says goodbye when it stops, and is gone without waiting for its readers", async () => {
  await using program = start("a:1");
  const url = await urlOf(program);
  await untilLive(url);
  const reader = await followEvents(url);
  await begun(reader);
  program.signal("SIGTERM");
  await reader.closed;

  expect(reader.end()).toMatchObject({ code: "cancelled" });
  expect(await program.exited).toBe(0);
});

const endAll = async (...programs: readonly Program[]): Promise<void> => {
  for (const program of programs) program.signal("SIGKILL");
  await Promise.all(programs.map(({ exited }) => exited));
};
