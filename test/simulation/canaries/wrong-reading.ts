import type { FeedItem, OpenFeed } from "../../../src/application/ports/change-feed.ts";
import type { Id } from "../../../src/domain/ids.ts";
import type { Position } from "../../../src/domain/sync/change.ts";
import type { Bend, Canary } from "./bend.ts";

const newestUnderOldStamp: Bend = (ports, { source }) => ({
  ...ports,
  source: {
    ...ports.source,
    read: async (keys, at, signal) => ({ ...(await ports.source.read(keys, source.now(), signal)), asOf: at }),
  },
});

const anyPageIsNew: Bend = (ports, { source }) => ({
  ...ports,
  source: {
    ...ports.source,
    readPage: async (collection, page, signal) => {
      const { ids, cut } = await ports.source.readPage(collection, page, signal);
      return { ids, cut: { ...cut, asOf: source.now() } };
    },
  },
});

const isObjectId = (id: Id): boolean => !id.startsWith("~");

const objectIdsOnly: Bend = (ports) => ({
  ...ports,
  source: {
    ...ports.source,
    readPage: async (collection, { after, limit }, signal) => {
      for (let from = after; ; ) {
        const page = await ports.source.readPage(collection, { after: from, limit }, signal);
        const ids = page.ids.filter(isObjectId);
        if (ids.length > 0 || page.ids.length === 0) return { ...page, ids };
        from = page.ids.at(-1) ?? from;
      }
    },
  },
});

const lastPageLost: Bend = (ports) => ({
  ...ports,
  source: {
    ...ports.source,
    readPage: async (collection, page, signal) => {
      const answer = await ports.source.readPage(collection, page, signal);
      const after = answer.ids.at(-1);
      if (after === undefined) return answer;
      const next = await ports.source.readPage(collection, { ...page, after }, signal);
      return next.ids.length === 0 ? next : answer;
    },
  },
});

const emptyIsBelieved: Bend = (ports) => ({
  ...ports,
  source: {
    ...ports.source,
    count: async (collection, signal) => Math.max(1, await ports.source.count(collection, signal)),
  },
});

const headsStay: Bend = (ports) => ({
  ...ports,
  ledger: { ...ports.ledger, activeProperties: () => Promise.resolve([]) },
});

const rowsStay: Bend = (ports) => ({
  ...ports,
  ledger: { ...ports.ledger, postedPayments: () => Promise.resolve({ paymentIds: [], rows: 0, last: null }) },
});

const failuresStay: Bend = (ports) => ({
  ...ports,
  ledger: { ...ports.ledger, openFailures: () => Promise.resolve([]) },
});

const goesOnFromNow: Bend = (ports) => ({
  ...ports,
  feed: {
    ...ports.feed,
    open: async (from, signal) => {
      const open = await ports.feed.open(from, signal);
      return "kind" in open ? ports.feed.open(null, signal) : open;
    },
  },
});

const onItem = (feed: OpenFeed, look: (item: FeedItem) => void): OpenFeed => ({
  ...feed,
  next: async (signal) => {
    const item = await feed.next(signal);
    look(item);
    return item;
  },
});

const resumesBehindWhatWasRead = (): Bend => {
  let read: Position | null = null;
  return (ports) => ({
    ...ports,
    feed: {
      ...ports.feed,
      open: async (from, signal) => {
        const open = await ports.feed.open(from === null ? null : (read ?? from), signal);
        if ("kind" in open) return open;
        return onItem(open, (item) => {
          if (item.kind === "changes") read = item.position;
        });
      },
    },
  });
};

const halfATransaction: Bend = (ports) => ({
  ...ports,
  feed: {
    ...ports.feed,
    open: async (from, signal) => {
      const open = await ports.feed.open(from, signal);
      if ("kind" in open) return open;
      const next: OpenFeed["next"] = async (inner) => {
        const item = await open.next(inner);
        if (item.kind !== "changes") return item;
        const times = new Set<bigint>();
        const isFirst = ({ clusterTime }: (typeof item.changes)[number]): boolean =>
          !times.has(clusterTime) && times.add(clusterTime).size > 0;
        return { ...item, changes: item.changes.filter(isFirst) };
      };
      return { ...open, next };
    },
  },
});

const silentAfterAnError: Bend = (ports) => ({
  ...ports,
  feed: {
    ...ports.feed,
    open: async (from, signal) => {
      const open = await ports.feed.open(from, signal);
      if ("kind" in open) return open;
      return { ...open, next: (inner) => open.next(inner).catch(() => new Promise<never>(() => {})) };
    },
  },
});

/** The source, or the ledger, read wrongly. */
export const wrongReading: readonly Canary[] = [
  { name: "documents are read at the newest time and stamped with the unit's", create: () => newestUnderOldStamp },
  { name: "a snapshot of a lagging node is taken for new", create: () => anyPageIsNew },
  { name: "a full sync pages through ObjectIds only", create: () => objectIdsOnly },
  { name: "the last page of a full sync is lost", create: () => lastPageLost },
  { name: "an empty source is believed without asking", create: () => emptyIsBelieved },
  { name: "heads of properties that are gone stay active", create: () => headsStay },
  { name: "rows of payments that are gone stay posted", create: () => rowsStay },
  { name: "failures of documents that are gone stay open", create: () => failuresStay },
  { name: "after lost history the stream goes on from now", create: () => goesOnFromNow },
  { name: "the stream resumes behind what was read", create: resumesBehindWhatWasRead },
  { name: "of a transaction only the first change is read", create: () => halfATransaction },
  { name: "the stream is silent after an error", create: () => silentAfterAnError },
];
