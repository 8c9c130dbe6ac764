import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenFeed } from "../../../src/application/ports/change-feed.ts";
import { createClusterTime } from "../../../src/domain/cluster-time.ts";
import type { Change, Position } from "../../../src/domain/sync/change.ts";
import { completedPayment, objectId } from "../../contracts/neutral-documents.ts";
import { type StandaloneMongo, startStandaloneMongo } from "../../support/standalone-mongo.ts";
import { createPollingHarness, type PollingHarness } from "./polling-source-harness.ts";

const property = objectId(500);
const { signal } = new AbortController();
const longAgo = new Date("2001-02-03T04:05:06Z");

let mongo: StandaloneMongo;
let subject: PollingHarness;
let opened: OpenFeed[] = [];

beforeAll(async () => {
  mongo = await startStandaloneMongo();
});
afterAll(() => mongo.stop());
beforeEach(async () => {
  subject = await createPollingHarness(mongo);
});
afterEach(async () => {
  for (const feed of opened) await feed.close();
  opened = [];
  await subject.close();
});

const open = async (from: Position | null): Promise<OpenFeed> => {
  const feed = await subject.feed.open(from, signal);
  if ("kind" in feed) throw new Error(`history lost: ${feed.reason}`);
  opened.push(feed);
  return feed;
};

const nextChanges = async (feed: OpenFeed) => {
  const item = await feed.next(signal);
  if (item.kind === "history_lost") throw new Error(`history lost: ${item.reason}`);
  return item;
};

/** Reads until `count` changes have come, and answers with their keys. */
const take = async (feed: OpenFeed, count: number): Promise<readonly string[]> => {
  const changes: Change[] = [];
  while (changes.length < count) changes.push(...(await nextChanges(feed)).changes);
  return keysOf(changes);
};
const keysOf = (changes: readonly Change[]) => changes.map(({ collection, id }) => `${collection}/${id}`).toSorted();

/** Everything that comes until a whole sweep that began after now has gone by. The server's clock is this machine's. */
const takeSwept = async (feed: OpenFeed): Promise<readonly string[]> => {
  const now = Date.now();
  const changes: Change[] = [];
  while ((subject.feed.mode().polling?.sweptAt ?? 0) <= now) changes.push(...(await nextChanges(feed)).changes);
  return keysOf(changes);
};

const takeUntilLost = async (feed: OpenFeed) => {
  for (;;) {
    const item = await feed.next(signal);
    if (item.kind === "history_lost") return item;
  }
};

const payment = (number: number) => completedPayment(objectId(number), property);

describe("a polling feed", () => {
  it("tells what was deleted, of each collection, once", async () => {
    await subject.put("payments", payment(1));
    await subject.put("payments", payment(2));
    for (const number of [3, 4]) await subject.put("properties", { _id: objectId(number), name: "a" });
    await subject.put("users", { _id: objectId(5), firstName: "a" });
    const feed = await open(null);
    await subject.delete("payments", objectId(1));
    await subject.delete("properties", objectId(3));
    await subject.delete("users", objectId(5));
    expect(await take(feed, 3)).toEqual([
      `owners/${objectId(5)}`,
      `payments/${objectId(1)}`,
      `properties/${objectId(3)}`,
    ]);
    expect(await takeSwept(feed)).toEqual([]);
  });

  const dates = {
    "no updatedAt": {},
    "an updatedAt that is a text": { updatedAt: "2024-01-01" },
    "an updatedAt of long ago": { updatedAt: longAgo },
    "an updatedAt of next year": { updatedAt: new Date(Date.now() + 366 * 86_400_000) },
    "an updatedAt beyond what can be shown": { updatedAt: new Date(8.64e15) },
    "updatedAt null": { updatedAt: null },
  };
  it.each(Object.entries(dates))(
    "tells a document with %s when it comes, changes, and goes, each once",
    async (_, date) => {
      await subject.put("payments", payment(1));
      const feed = await open(null);
      for (const amount of [1, 2]) {
        await subject.putRaw("payments", objectId(2), { propertyId: 1, amount, ...date });
        expect(await takeSwept(feed)).toEqual([`payments/${objectId(2)}`]);
      }
      await subject.delete("payments", objectId(2));
      expect(await takeSwept(feed)).toEqual([`payments/${objectId(2)}`]);
    },
  );

  it("tells thousands of documents of one date, each once", async () => {
    const feed = await open(null);
    const updatedAt = new Date();
    const ids = Array.from({ length: 5_000 }, (_, index) => objectId(10_000 + index));
    await subject.putManyRaw(
      "payments",
      ids.map((id) => ({ id, fields: { amount: 1, updatedAt } })),
    );
    expect(await take(feed, ids.length)).toEqual(ids.map((id) => `payments/${id}`).toSorted());
    expect(await takeSwept(feed)).toEqual([]);
  });

  it("tells a document that is put back exactly as it was", async () => {
    const was = { propertyId: 1, amount: 1, updatedAt: longAgo };
    await subject.put("payments", payment(1));
    await subject.putRaw("payments", objectId(2), was);
    const feed = await open(null);
    await subject.putRaw("payments", objectId(2), { ...was, amount: 2, updatedAt: new Date() });
    expect(await take(feed, 1)).toEqual([`payments/${objectId(2)}`]);
    await subject.putRaw("payments", objectId(2), was);
    expect(await take(feed, 1)).toEqual([`payments/${objectId(2)}`]);
    await subject.delete("payments", objectId(2));
    expect(await take(feed, 1)).toEqual([`payments/${objectId(2)}`]);
    await subject.putRaw("payments", objectId(2), was);
    expect(await take(feed, 1)).toEqual([`payments/${objectId(2)}`]);
  });

  it("tells all that happened while nobody listened, dated or not, deletions too", async () => {
    for (const number of [1, 2, 3]) await subject.put("payments", payment(number));
    const first = await open(null);
    const { position } = await nextChanges(first);
    await first.close();
    await subject.delete("payments", objectId(1));
    await subject.putRaw("payments", objectId(2), { amount: 7, updatedAt: longAgo });
    await subject.putRaw("payments", objectId(4), { amount: 7 });
    // Another process: it remembers nothing.
    const later = await subject.anotherFeed().open(position, signal);
    if ("kind" in later) throw new Error(`history lost: ${later.reason}`);
    opened.push(later);
    expect(await take(later, 4)).toEqual([1, 2, 3, 4].map((number) => `payments/${objectId(number)}`));
  });

  it("tells again what it had found for a reader who went away before the answer", async () => {
    await subject.put("payments", payment(1));
    const feed = await open(null);
    const { position } = await nextChanges(feed);
    await subject.put("payments", payment(2));
    const leaving = new AbortController();
    const answer = feed.next(leaving.signal);
    leaving.abort(new Error("leaving"));
    await expect(answer).rejects.toThrow("leaving");
    await feed.close();
    expect(await take(await open(position), 1)).toContain(`payments/${objectId(2)}`);
  });

  it.each(["payments", "properties"] as const)(
    "takes %s that are empty for lost history, never for deletions",
    async (name) => {
      for (const number of [1, 2]) {
        if (name === "payments") await subject.put("payments", payment(number));
        else await subject.put("properties", { _id: objectId(number), name: "a" });
      }
      const feed = await open(null);
      await subject.drop(name);
      expect(await takeUntilLost(feed)).toMatchObject({ reason: "collection_dropped" });
      // What is gone already is the full sync's business, and lost only once.
      const next = await open(null);
      await subject.put("payments", payment(3));
      expect(await take(next, 1)).toEqual([`payments/${objectId(3)}`]);
    },
  );

  it("takes more than a hundred deletions at once for lost history, and tells none of them", async () => {
    const ids = Array.from({ length: 120 }, (_, index) => objectId(1_000 + index));
    await subject.putManyRaw(
      "payments",
      ids.map((id) => ({ id, fields: { amount: 1, updatedAt: longAgo } })),
    );
    const feed = await open(null);
    for (const id of ids.slice(0, 101)) await subject.delete("payments", id);
    const seen: Change[] = [];
    for (let item = await feed.next(signal); ; item = await feed.next(signal)) {
      if (item.kind === "changes") seen.push(...item.changes);
      else {
        expect(item.reason).toBe("documents_missing");
        break;
      }
    }
    expect(seen).toEqual([]);
  });

  it("tells all of a collection that was replaced by another", async () => {
    for (const number of [1, 2]) await subject.put("payments", payment(number));
    const feed = await open(null);
    await subject.replaceWith("payments", [payment(2), payment(9)]);
    // The second one has lost its date.
    expect(await take(feed, 3)).toEqual([1, 2, 9].map((number) => `payments/${objectId(number)}`));
  });
});

describe("a standalone source's time", () => {
  it("never goes back, and goes on from whatever time it is asked to read at", async () => {
    const ahead = createClusterTime(4_000_000_000, 7);
    const keys = { payments: [objectId(1)], properties: [], owners: [] };
    await subject.put("payments", payment(1));
    const cut = await subject.reader.read(keys, ahead, signal);
    expect([cut.asOf, [...cut.payments.keys()]]).toEqual([ahead, [objectId(1)]]);
    const page = await subject.reader.readPage("payments", { after: null, limit: 1 }, signal);
    expect(page.cut.asOf).toBe(ahead + 1n);
    expect((await open(null)).start.clusterTime).toBe(ahead + 2n);
  });

  it("goes on from the position at which a feed is opened, when a sweep has told what happened before", async () => {
    const ahead = createClusterTime(4_000_000_000, 7);
    const { start } = await open(null);
    await subject.putRaw("payments", objectId(2), { amount: 1, updatedAt: longAgo });
    const feed = await open({ ...start, clusterTime: ahead });
    const told: Change[] = [];
    for (let last = ahead; last <= ahead; ) {
      const item = await nextChanges(feed);
      told.push(...item.changes);
      last = item.position.clusterTime;
    }
    expect(keysOf(told)).toEqual([`payments/${objectId(2)}`]);
    expect(told.map(({ clusterTime }) => clusterTime)).toEqual([ahead]);
  });

  it("says of payments that are asked for and none of which is there whether there are any at all", async () => {
    const keys = { payments: [objectId(1)], properties: [], owners: [] };
    expect((await subject.reader.read(keys, await subject.now(), signal)).lacksPayments).toBe(true);
    await subject.put("payments", payment(2));
    expect((await subject.reader.read(keys, await subject.now(), signal)).lacksPayments).toBe(false);
  });
});
