import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FeedItem, OpenFeed } from "../../src/application/ports/change-feed.ts";
import { compareClusterTimes } from "../../src/domain/cluster-time.ts";
import type { Change, Position } from "../../src/domain/sync/change.ts";
import { completedPayment, idsOfEveryKind, objectId } from "./neutral-documents.ts";
import type { Lack, SourceHarness } from "./source-harness.ts";

const property = objectId(500);
/** Items looked at while waiting for something that must come; more would hide a feed that never delivers. Unit: items. */
const itemsMax = 50;

/** What every ChangeFeed must do, but for what its source lacks. */
export const describeChangeFeedContract = (
  name: string,
  createSubject: () => Promise<SourceHarness>,
  lacks: readonly Lack[] = [],
): void => {
  const unlessLacking = (lack: Lack) => it.skipIf(lacks.includes(lack));
  const inOrder = <Value>(values: readonly Value[]): readonly Value[] =>
    lacks.includes("order") ? values.toSorted() : values;
  describe(`change feed: ${name}`, () => {
    const { signal } = new AbortController();
    let subject: SourceHarness;
    let opened: OpenFeed[] = [];

    beforeEach(async () => {
      subject = await createSubject();
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
    const put = (number: number): Promise<void> =>
      subject.put("payments", completedPayment(objectId(number), property));

    /** Reads until `count` changes are there; answers with the position behind each item as well. */
    const take = async (feed: OpenFeed, count: number) => {
      const changes: Change[] = [];
      const positions: Position[] = [];
      for (let items = 0; changes.length < count && items < itemsMax; items += 1) {
        const item = await feed.next(signal);
        if (item.kind === "history_lost") throw new Error(`history lost: ${item.reason}`);
        changes.push(...item.changes);
        positions.push(item.position);
      }
      return { changes, positions };
    };
    const idsOf = (changes: readonly Change[]) => changes.map(({ id }) => id);

    it("begins at the present when it is opened without a position", async () => {
      await put(1);
      const feed = await open(null);
      await put(2);
      expect(idsOf((await take(feed, 1)).changes)).toEqual([objectId(2)]);
    });

    unlessLacking("order")(
      "tells each change in the order in which it happened, with its collection and time",
      async () => {
        const feed = await open(null);
        await put(1);
        await subject.put("properties", { _id: objectId(2), name: "a" });
        await subject.put("users", { _id: objectId(3), firstName: "a" });
        await subject.put("propertyowners", { _id: objectId(4), firstName: "a" });
        await subject.put("payments", completedPayment(objectId(1), property, { amount: 7 }));
        await subject.delete("properties", objectId(2));
        const { changes } = await take(feed, 6);
        expect(changes.map(({ collection, id, inserted }) => [collection, id, inserted])).toEqual([
          ["payments", objectId(1), true],
          ["properties", objectId(2), true],
          ["owners", objectId(3), true],
          ["owners", objectId(4), true],
          ["payments", objectId(1), false],
          ["properties", objectId(2), false],
        ]);
        const times = changes.map(({ clusterTime }) => clusterTime);
        expect(times).toEqual([...times].sort(compareClusterTimes));
        expect(changes.every(({ wallTime }) => Number.isFinite(wallTime) && wallTime > 0)).toBe(true);
      },
    );

    it("names every kind of id", async () => {
      const feed = await open(null);
      for (const id of idsOfEveryKind) await subject.put("payments", completedPayment(id, property));
      expect(inOrder(idsOf((await take(feed, idsOfEveryKind.length)).changes))).toEqual(inOrder(idsOfEveryKind));
    });

    unlessLacking("transactions")("tells the changes of one transaction at one cluster time", async () => {
      const feed = await open(null);
      await subject.together([
        { kind: "put", collection: "payments", document: completedPayment(objectId(1), property) },
        { kind: "put", collection: "properties", document: { _id: property, name: "a" } },
      ]);
      const { changes } = await take(feed, 2);
      expect(idsOf(changes)).toEqual([objectId(1), property]);
      expect(changes[0]?.clusterTime).toBe(changes[1]?.clusterTime);
    });

    it("says nothing of other collections", async () => {
      const feed = await open(null);
      await subject.writeElsewhere();
      await put(1);
      expect(idsOf((await take(feed, 1)).changes)).toEqual([objectId(1)]);
    });

    it("can be read at the time of its newest change: the document is there", async () => {
      const feed = await open(null);
      await put(1);
      const [change] = (await take(feed, 1)).changes;
      if (change === undefined) throw new Error("no change was told");
      const keys = { payments: [change.id], properties: [], owners: [] };
      const cut = await subject.reader.read(keys, change.clusterTime, signal);
      expect(cut.asOf).toBe(change.clusterTime);
      expect([...cut.payments.keys()]).toEqual([change.id]);
    });

    it("wakes a reader that waits as soon as something happens", async () => {
      const feed = await open(null);
      const waiting = feed.next(signal);
      await put(1);
      const item = await waiting;
      const changes = item.kind === "changes" && item.changes.length > 0 ? item.changes : (await take(feed, 1)).changes;
      expect(idsOf(changes)).toEqual([objectId(1)]);
    });

    it("says after its idle time that nothing happened, up to a position that grows", async () => {
      const feed = await open(null);
      await subject.writeElsewhere();
      const waiting = feed.next(signal);
      await subject.letIdleTimePass();
      const item = await waiting;
      if (item.kind !== "changes") throw new Error(`history lost: ${item.reason}`);
      expect(item.changes).toEqual([]);
      expect(item.position.clusterTime).toBeGreaterThanOrEqual(feed.start.clusterTime);
    });

    it("resumes from every position it ever gave, missing nothing that came after it", async () => {
      const feed = await open(null);
      const told: { readonly position: Position; readonly count: number }[] = [{ position: feed.start, count: 0 }];
      for (let number = 1; number <= 6; number += 1) {
        await put(number);
        const { positions } = await take(feed, 1);
        for (const position of positions.slice(-1)) told.push({ position, count: number });
      }
      await put(7);
      for (const { position, count } of told) {
        const expected = [1, 2, 3, 4, 5, 6, 7].slice(count).map(objectId);
        const resumed = await open(position);
        expect(resumed.start).toEqual(position);
        expect(idsOf((await take(resumed, expected.length)).changes).slice(-expected.length)).toEqual(expected);
      }
    });

    it("resumes from an idle position and from where it was opened", async () => {
      const first = await open(null);
      const waiting = first.next(signal);
      await subject.letIdleTimePass();
      const idle = await waiting;
      await put(1);
      const positions = [first.start, ...(idle.kind === "changes" ? [idle.position] : [])];
      for (const position of positions) {
        expect(idsOf((await take(await open(position), 1)).changes)).toEqual([objectId(1)]);
      }
    });

    it("gives positions that never go back and are not older than the changes before them", async () => {
      const feed = await open(null);
      for (const number of [1, 2, 3]) await put(number);
      let last = feed.start.clusterTime;
      for (let seen = 0, items = 0; seen < 3 && items < itemsMax; items += 1) {
        const item = await feed.next(signal);
        if (item.kind !== "changes") throw new Error(`history lost: ${item.reason}`);
        seen += item.changes.length;
        for (const change of item.changes) expect(item.position.clusterTime).toBeGreaterThanOrEqual(change.clusterTime);
        expect(item.position.clusterTime).toBeGreaterThanOrEqual(last);
        last = item.position.clusterTime;
      }
    });

    /** Everything up to the item that says the history is lost. */
    const takeUntilLost = async (feed: OpenFeed) => {
      const changes: Change[] = [];
      for (let items = 0; items < itemsMax; items += 1) {
        const item = await feed.next(signal);
        if (item.kind === "history_lost") return { changes, lost: item };
        changes.push(...item.changes);
      }
      throw new Error("the loss was never told");
    };

    const losses: readonly { readonly what: string; readonly reason: string; readonly lose: () => Promise<void> }[] = [
      { what: "a collection is dropped", reason: "collection_dropped", lose: () => subject.drop("payments") },
      {
        what: "a collection is renamed away",
        reason: "collection_renamed",
        lose: () => subject.renameAway("payments"),
      },
      {
        what: "a collection is replaced by another",
        reason: "collection_renamed",
        lose: () => subject.replaceWith("payments", [completedPayment(objectId(9), property)]),
      },
    ];
    it.skipIf(lacks.includes("history")).each(losses)(
      "names lost history when $what, after the changes before it",
      async ({ reason, lose }) => {
        const feed = await open(null);
        await put(1);
        await lose();
        const { changes, lost } = await takeUntilLost(feed);
        expect(idsOf(changes)).toEqual([objectId(1)]);
        expect(lost.reason).toBe(reason);
        expect(lost.detail).not.toBe("");
      },
    );

    it("goes on from now after lost history", async () => {
      const feed = await open(null);
      await put(1);
      await subject.drop("payments");
      await takeUntilLost(feed);
      const next = await open(null);
      await put(2);
      expect(idsOf((await take(next, 1)).changes)).toEqual([objectId(2)]);
    });

    unlessLacking("history")(
      "names lost history when the position is older than the history that is left",
      async () => {
        const position = await subject.lostPosition();
        expect((await lossOf(position)).reason).toBe("oplog_truncated");
      },
    );

    it("names a token that it never gave", async () => {
      const { clusterTime } = (await open(null)).start;
      expect((await lossOf({ token: "nonsense", clusterTime })).reason).toBe("token_unusable");
    });

    /** Told at once or, at the latest, by the first items. */
    const lossOf = async (position: Position): Promise<Extract<FeedItem, { kind: "history_lost" }>> => {
      const feed = await subject.feed.open(position, signal);
      if ("kind" in feed) return feed;
      opened.push(feed);
      return (await takeUntilLost(feed)).lost;
    };
  });
};
