import type { ClientSession, Db } from "mongodb";
import type { PollingClock } from "./polling-clock.ts";
import { findAll, type SourceFind, type SourceQuery } from "./source-find.ts";

/**
 * Reads what a standalone server holds now. It cannot go back to `at`, and need not: a time was taken before it was used, so
 * that what is read now is not older. A time from elsewhere (the ledger's own floor, after a restart) is taken for given too.
 */
export const localFind =
  (db: Db, session: ClientSession, clock: PollingClock): SourceFind =>
  async (query, at) => {
    if (at !== null) clock.raise(at);
    const asOf = at ?? (await clock.take()).time;
    const { documents } = await findAll(db, session, query, localRead);
    const isWorthAsking = documents.length === 0 && query.from === undefined;
    const isMissing = isWorthAsking && (await isEmpty(db, session, query.collection));
    return { documents, asOf, missingBy: isMissing ? asOf : null };
  };

const localRead = { level: "local" };

/** Without history a collection that was dropped and one that was emptied look the same. */
export const isEmpty = async (db: Db, session: ClientSession, collection: string): Promise<boolean> => {
  const any: SourceQuery = { collection, filter: {}, projection: { _id: 1 }, limit: 1 };
  return (await findAll(db, session, any, localRead)).documents.length === 0;
};
