import type { Db } from "mongodb";
import { indexes } from "./schemas.ts";

/** `collection: fields` of each index that the service needs and that is not there. */
export const missingIndexes = async (db: Db): Promise<readonly string[]> => {
  const missing: string[] = [];
  for (const collection of new Set(indexes.map((index) => index.collection))) {
    const present = await presentKeys(db, collection);
    for (const index of indexes) {
      if (index.collection === collection && !present.has(JSON.stringify(index.key)))
        missing.push(`${collection}: ${Object.keys(index.key).join(", ")}`);
    }
  }
  return missing;
};

const namespaceNotFound = 26;

const presentKeys = async (db: Db, collection: string): Promise<ReadonlySet<string>> => {
  try {
    const found = await db.collection(collection).listIndexes().toArray();
    return new Set(found.map(({ key }) => JSON.stringify(key)));
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error && error.code === namespaceNotFound)
      return new Set();
    throw error;
  }
};
