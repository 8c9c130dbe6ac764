import type { Db, Document } from "mongodb";
import type { LedgerReader } from "../../application/ports/ledger-reader.ts";
import type { SourceCollection } from "../../domain/source/source-cut.ts";
import type { FailureFilter } from "../../domain/sync/failure.ts";
import { type FailureGroup, largestFirst } from "../../domain/sync/failure-group.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames } from "./collections.ts";
import { keysOfCursor, listName } from "./cursor.ts";
import { failureOf, openStates } from "./failure-codec.ts";
import { committed } from "./long.ts";
import { olderThan, pageOf } from "./page.ts";

type FailureReader = Pick<
  LedgerReader,
  "failure" | "failures" | "failureGroups" | "nextRetries" | "openFailures" | "openFailuresBy"
>;

/** Failure records: one, as a list, by what is to be done next. */
export const createFailureReader = (db: Db): FailureReader => {
  const failures = db.collection<Document & { readonly _id: string }>(collectionNames.failures);
  return {
    failure: (key) =>
      translated("accounting", async () => {
        const document = await failures.findOne({ _id: key }, committed);
        return document === null ? null : failureOf(document);
      }),
    failures: (filter, { limit, cursor }) =>
      translated("accounting", async () => {
        const list = listName("failures", filter);
        const chosen = chosenBy(filter);
        const older = cursor === null ? {} : olderThan("firstSeenAt", keysOfCursor(cursor, list));
        const find = failures.find({ ...chosen, ...older }, committed).sort({ firstSeenAt: -1, _id: -1 });
        const keysOf = ({ firstSeenAt, _id }: Document) => [firstSeenAt, _id];
        return pageOf(await find.limit(limit + 1).toArray(), { list, limit, toItem: failureOf, keysOf });
      }),
    failureGroups: () =>
      translated("accounting", async () => {
        const groups = await failures.aggregate(byReason, committed).toArray();
        return groups.map(groupOf).toSorted(largestFirst);
      }),
    nextRetries: (limit) =>
      translated("accounting", async () => {
        const planned = { nextRetryAt: { $type: "date" } };
        const find = failures.find(planned, committed).sort({ nextRetryAt: 1, _id: 1 });
        return (await find.limit(limit).toArray()).map(failureOf);
      }),
    openFailures: (after, limit) =>
      translated("accounting", async () => {
        const query = { state: { $in: openStates }, ...(after === null ? {} : { _id: { $gt: after } }) };
        return (await failures.find(query, committed).sort({ _id: 1 }).limit(limit).toArray()).map(failureOf);
      }),
    openFailuresBy: () =>
      translated("accounting", async () => {
        const found = await failures
          .aggregate<{ readonly _id: SourceCollection; readonly count: number }>(
            [{ $match: { state: { $in: openStates } } }, { $group: { _id: "$collection", count: { $sum: 1 } } }],
            { readConcern: { level: "majority" } },
          )
          .toArray();
        const counts = found.map(({ _id, count }) => [_id, count] as const);
        return { payments: 0, properties: 0, owners: 0, ...Object.fromEntries(counts) };
      }),
  };
};

const chosenBy = ({ state, ...filter }: FailureFilter): Document => ({
  ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null)),
  ...(state === null ? {} : { state: state === "unresolved" ? { $in: openStates } : state }),
});

const byReason: Document[] = [
  { $match: { state: { $in: openStates } } },
  {
    $group: {
      _id: { code: "$code", collection: "$collection" },
      count: { $sum: 1 },
      fields: { $addToSet: "$field" },
      lastSeenAt: { $max: "$lastSeenAt" },
    },
  },
];

const groupOf = ({ _id, count, fields, lastSeenAt }: Document): FailureGroup => ({
  code: _id.code,
  collection: _id.collection,
  count,
  fields: fields.toSorted(),
  lastSeenAt: lastSeenAt.getTime(),
});
