import type { ReconcileBatch } from "../../application/ports/accounting-sink.ts";
import type { Id, RowId } from "../../domain/ids.ts";
import type { Account } from "../../domain/ledger/account.ts";
import type { PresentState } from "../../domain/ledger/plan-changes.ts";
import { rowIdsOf } from "../../domain/ledger/plan-rows.ts";
import type { LedgerRow } from "../../domain/ledger/row.ts";
import { type DocumentKey, documentKey, type Failure } from "../../domain/sync/failure.ts";
import { compareIds } from "./id-order.ts";
import type { LedgerStore } from "./ledger-store.ts";

/** What the ledger holds about a batch. Reading is free here, so that neither hint is needed. */
export const presentStateOf = (store: LedgerStore, batch: ReconcileBatch): PresentState => {
  const rows = rowsOf(store, batch);
  return { rows, accounts: accountsOf(store, batch, rows), failures: failuresOf(store, batch) };
};

const rowsOf = (store: LedgerStore, { cut }: ReconcileBatch): ReadonlyMap<RowId, LedgerRow> => {
  const rows = new Map<RowId, LedgerRow>();
  for (const rowId of [...cut.payments.keys()].flatMap(rowIdsOf)) {
    const row = store.rows.get(rowId);
    if (row !== undefined) rows.set(rowId, row);
  }
  return rows;
};

/** Heads of the rows as they are and as they become, of the batch's properties, and those that name one of its owners. */
const accountsOf = (
  store: LedgerStore,
  { keys, cut }: ReconcileBatch,
  rows: ReadonlyMap<RowId, LedgerRow>,
): ReadonlyMap<Id, Account> => {
  const propertyIds = new Set<Id>(cut.properties.keys());
  for (const row of rows.values()) propertyIds.add(row.propertyId);
  for (const projection of cut.payments.values()) {
    if (projection.kind === "posted") for (const row of projection.rows) propertyIds.add(row.propertyId);
  }
  const owners = new Set(keys.owners);
  const accounts = [...store.accounts.values()].filter(
    (account) => propertyIds.has(account.propertyId) || account.ownerKeys.some((owner) => owners.has(owner)),
  );
  return new Map(accounts.map((account) => [account.propertyId, account]));
};

const failuresOf = (store: LedgerStore, { cut }: ReconcileBatch): ReadonlyMap<DocumentKey, Failure> => {
  const failures = new Map<DocumentKey, Failure>();
  for (const collection of ["payments", "properties", "owners"] as const) {
    for (const id of cut[collection].keys()) {
      const failure = store.failures.get(documentKey(collection, id));
      if (failure !== undefined) failures.set(failure.key, failure);
    }
  }
  return failures;
};

/** Posted rows within the batch's stretch whose payment is not in the batch. */
export const orphanedRowsOf = (store: LedgerStore, { stretch, cut }: ReconcileBatch): number | null => {
  if (stretch === null) return null;
  const { after, through } = stretch;
  const isWithin = (id: Id): boolean =>
    (after === null || compareIds(id, after) > 0) && (through === null || compareIds(id, through) <= 0);
  const isOrphan = ({ status, sourceId }: LedgerRow): boolean =>
    status === "posted" && sourceId !== null && isWithin(sourceId) && !cut.payments.has(sourceId);
  return [...store.rows.values()].filter(isOrphan).length;
};
