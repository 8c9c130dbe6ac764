import type { Db, Document } from "mongodb";
import { AppError } from "../../application/errors.ts";
import { chainStart } from "../../domain/audit/audit-chain.ts";
import type { Currency } from "../../domain/money/currency.ts";
import { firstCheckpoint } from "../../domain/sync/checkpoint.ts";
import { documentOfCheckpoint } from "./checkpoint-codec.ts";
import { collectionNames, stateCollection, stateIds } from "./collections.ts";
import { longOf } from "./long.ts";
import { indexes, validators } from "./schemas.ts";
import { viewPipeline } from "./view.ts";

/** Makes the database ready, whatever is there already. Refuses one whose books somebody else has written. */
export const prepareAccounting = async (db: Db, defaultCurrency: Currency): Promise<void> => {
  await refuseForeign(db);
  const existing = new Map((await db.listCollections({}, { nameOnly: false }).toArray()).map((one) => [one.name, one]));
  for (const name of Object.values(collectionNames)) {
    if (name !== collectionNames.view && !existing.has(name)) await createCollection(db, name);
  }
  for (const [name, schema] of Object.entries(validators)) {
    await setValidator(db, name, { $jsonSchema: schema }, existing.get(name)?.options?.validator);
  }
  await insertOnce(db, stateIds.marker, { createdAt: new Date(), createdBy: "ledgersync" });
  await insertOnce(db, stateIds.checkpoint, documentOfCheckpoint(firstCheckpoint));
  await insertOnce(db, stateIds.lease, {
    epoch: 0n,
    instanceId: null,
    sessionId: null,
    expiresAt: new Date(0),
    status: null,
    statusAt: null,
  });
  await insertOnce(db, stateIds.audit, { seq: longOf(0n), hash: chainStart.hash });
  for (const { collection, key, options } of indexes) await db.collection(collection).createIndex(key, options);
  await prepareView(db, existing.get(collectionNames.view)?.type, defaultCurrency);
};

/** Only where it differs: changing it waits for every open transaction, also for that of a killed predecessor, for a minute. */
const setValidator = async (db: Db, name: string, validator: Document, present: unknown): Promise<void> => {
  if (JSON.stringify(present) !== JSON.stringify(validator)) await db.command({ collMod: name, validator });
};

const refuseForeign = async (db: Db): Promise<void> => {
  const marker = await stateCollection(db).findOne({ _id: stateIds.marker });
  if (marker !== null) return;
  for (const name of [collectionNames.transactions, collectionNames.accounts]) {
    const document = await db.collection(name).findOne({}, { projection: { _id: 1 } });
    if (document === null) continue;
    throw new AppError(
      "foreign_database",
      `The accounting database “${db.databaseName}” already holds a collection “${name}” that ledgersync did not write. ` +
        "Nothing was changed. Point ACCOUNTING_DB_URI at another database, or move these collections away first.",
    );
  }
};

const namespaceExists = 48;

/** Two instances may start at the same time: who comes second finds it done. */
const createCollection = async (db: Db, name: string): Promise<void> => {
  try {
    await db.createCollection(name);
  } catch (error) {
    if (!isCode(error, namespaceExists)) throw error;
  }
};

const insertOnce = async (db: Db, id: string, document: object): Promise<void> => {
  await stateCollection(db).updateOne(
    { _id: id },
    { $setOnInsert: document },
    { upsert: true, writeConcern: { w: "majority" } },
  );
};

/** A hand-made collection of the view's name stays as it is; health tells of it. */
const prepareView = async (db: Db, type: string | undefined, defaultCurrency: Currency): Promise<void> => {
  const pipeline = viewPipeline(defaultCurrency);
  if (type === "collection" || type === "timeseries") return;
  if (type === "view") {
    await db.command({ collMod: collectionNames.view, viewOn: collectionNames.accounts, pipeline });
    return;
  }
  try {
    await db.createCollection(collectionNames.view, { viewOn: collectionNames.accounts, pipeline });
  } catch (error) {
    if (!isCode(error, namespaceExists)) throw error;
  }
};

const isCode = (error: unknown, code: number): boolean =>
  typeof error === "object" && error !== null && "code" in error && error.code === code;
