import type { Db, Document, MongoClient } from "mongodb";
import { findRaw } from "../mongo-driver/raw-cursor.ts";

/** Every document that a find command finds, as bytes, in a session of its own. */
export const readingRaw = (client: MongoClient, db: Db, find: Document): Promise<readonly Uint8Array[]> =>
  client.withSession({ causalConsistency: false }, (session) => findRaw(db, session, find));
