import type { Db } from "mongodb";
import type { HistoryStore } from "../../application/ports/history-store.ts";
import type { HistoryPoint } from "../../domain/sync/history.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames } from "./collections.ts";

const minuteMs = 60_000;

type MinuteDocument = { readonly _id: string; readonly at: Date; readonly points: readonly PointDocument[] };
type PointDocument = Omit<HistoryPoint, "at"> & { readonly at: Date };

/** Minutes in `sync_history`; the server removes them when they are old. Nothing of it is money: a failover may take the newest back. */
export const createMongoHistoryStore = (db: Db): HistoryStore => {
  const minutes = db.collection<MinuteDocument>(collectionNames.history);
  return {
    save: ({ at, points }, epoch) =>
      translated("accounting", async () => {
        const _id = `${epoch}/${at}`;
        const document = { at: new Date(at), points: points.map((point) => ({ ...point, at: new Date(point.at) })) };
        await minutes.replaceOne({ _id }, document, { upsert: true });
      }),
    between: (from, to) =>
      translated("accounting", async () => {
        const range = { at: { $gt: new Date(from - minuteMs), $lt: new Date(to) } };
        const found = await minutes.find(range, { sort: { at: 1 } }).toArray();
        return found
          .flatMap(({ points }) => points.map((point) => ({ ...point, at: point.at.getTime() })))
          .filter(({ at }) => at >= from && at < to)
          .sort((a, b) => a.at - b.at);
      }),
  };
};
