import type { ClientSession, Db, Document } from "mongodb";
import type { ReconcileBatch } from "../../application/ports/accounting-sink.ts";
import type { Id, RowId } from "../../domain/ids.ts";
import type { Account } from "../../domain/ledger/account.ts";
import type { RowsPlanned } from "../../domain/ledger/plan-changes.ts";
import type { PlanContext } from "../../domain/ledger/plan-context.ts";
import { planRows, type RowPlan } from "../../domain/ledger/plan-rows.ts";
import type { LedgerRow } from "../../domain/ledger/row.ts";
import { type DocumentKey, documentKey, type Failure } from "../../domain/sync/failure.ts";
import { bsonOfId } from "../mongo-driver/id-codec.ts";
import { findRaw } from "../mongo-driver/raw-cursor.ts";
import { idSlices } from "../mongo-driver/slices.ts";
import { accountOf } from "./account-codec.ts";
import type { Writing } from "./advance-checkpoint.ts";
import { collectionNames } from "./collections.ts";
import { failureOf } from "./failure-codec.ts";
import { exactNumbers } from "./long.ts";
import { readRow } from "./read-row.ts";
import { rowIdsToRead, rowRangeOf } from "./rows-filter.ts";

/** Rows of a range beyond what its payments can have: so many may have lost theirs before single rows are asked for instead. */
const orphansReadMax = 5_000;
const rolesPerPayment = 2;

export type Present = RowsPlanned & {
  /** Posted rows of the batch's stretch whose payment the source does not have; null = not looked for. */
  readonly orphanedRows: number | null;
};

/**
 * What the ledger holds about a batch, read at the transaction's own snapshot. Rows are planned at once: where they say the
 * same, which is nearly everywhere in a full sync, their heads need not be read.
 */
export const readPresent = async (
  { db, session }: Writing,
  batch: ReconcileBatch,
  context: PlanContext,
  unsettledFailures: number,
): Promise<Present> => {
  const { rows: found, orphanedRows } = await readRows(db, session, batch);
  const rows = planRows(batch.cut, found, context);
  const accounts = await readAccounts(db, session, accountsFilterOf(batch, rows));
  const failures = unsettledFailures === 0 ? new Map() : await readFailures(db, session, batch);
  return { rows, rowsBefore: found, accounts, failures, orphanedRows };
};

const find = (db: Db, session: ClientSession, collection: string, filter: Document) =>
  db.collection(collection).find(filter, { session, ...exactNumbers, batchSize: 10_000 });

type Rows = ReadonlyMap<RowId, LedgerRow>;
type FoundRows = { readonly rows: Rows; readonly orphanedRows: number | null };

const readRows = async (db: Db, session: ClientSession, batch: ReconcileBatch): Promise<FoundRows> => {
  const range = rowRangeOf(batch);
  if (range !== null) {
    const limit = rolesPerPayment * batch.keys.payments.length + orphansReadMax;
    const rows = await rowsOf(db, session, { filter: range, limit });
    if (rows.size < limit) return { rows, orphanedRows: orphansIn(rows, batch) };
  }
  const ids = rowIdsToRead(batch);
  if (ids.length === 0) return { rows: new Map(), orphanedRows: null };
  const rows: [RowId, LedgerRow][] = [];
  for (const slice of idSlices(ids)) rows.push(...(await rowsOf(db, session, { filter: { _id: { $in: slice } } })));
  return { rows: new Map(rows), orphanedRows: null };
};

const rowsOf = async (db: Db, session: ClientSession, find: Document): Promise<Rows> => {
  const rows = new Map<RowId, LedgerRow>();
  for (const raw of await findRaw(db, session, { find: collectionNames.transactions, ...find })) {
    const row = readRow(raw);
    rows.set(row.id, row);
  }
  return rows;
};

const orphansIn = (rows: Rows, { cut }: ReconcileBatch): number => {
  let orphans = 0;
  for (const { status, sourceId } of rows.values()) {
    if (status === "posted" && sourceId !== null && !cut.payments.has(sourceId)) orphans += 1;
  }
  return orphans;
};

/** Heads of the rows that change, as they were and as they become, of the batch's properties, and those that name one of its owners. */
const accountsFilterOf = (batch: ReconcileBatch, rows: RowPlan): Document | null => {
  const propertyIds = new Set<Id>(batch.cut.properties.keys());
  for (const { before, after } of rows.changes) {
    if (before !== null) propertyIds.add(before.propertyId);
    propertyIds.add(after.propertyId);
  }
  const byProperty = { _id: { $in: [...propertyIds].map(bsonOfId) } };
  if (batch.keys.owners.length > 0) {
    return { $or: [byProperty, { ownerKeys: { $in: batch.keys.owners.map(bsonOfId) } }] };
  }
  return propertyIds.size === 0 ? null : byProperty;
};

const readAccounts = async (
  db: Db,
  session: ClientSession,
  filter: Document | null,
): Promise<ReadonlyMap<Id, Account>> => {
  const accounts = new Map<Id, Account>();
  if (filter === null) return accounts;
  for await (const document of find(db, session, collectionNames.accounts, filter)) {
    const account = accountOf(document);
    accounts.set(account.propertyId, account);
  }
  return accounts;
};

const readFailures = async (
  db: Db,
  session: ClientSession,
  { cut }: ReconcileBatch,
): Promise<ReadonlyMap<DocumentKey, Failure>> => {
  const keys = (["payments", "properties", "owners"] as const).flatMap((collection) =>
    [...cut[collection].keys()].map((id) => documentKey(collection, id)),
  );
  const failures = new Map<DocumentKey, Failure>();
  for (const slice of idSlices(keys)) {
    for await (const document of find(db, session, collectionNames.failures, { _id: { $in: slice } })) {
      const failure = failureOf(document);
      failures.set(failure.key, failure);
    }
  }
  return failures;
};
