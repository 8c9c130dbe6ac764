import type { CommitResult, RebuildBatch } from "../../application/ports/accounting-sink.ts";
import type { Id } from "../../domain/ids.ts";
import { balancesOf } from "../../domain/ledger/balance.ts";
import { planRebuild } from "../../domain/ledger/plan-rebuild.ts";
import { advanceByRebuild } from "../../domain/sync/advance.ts";
import { afterCommit } from "../../domain/sync/checkpoint.ts";
import { documentKey } from "../../domain/sync/failure.ts";
import { newsOfAccounts } from "../../domain/sync/unit-news.ts";
import { copyOfAccount, frozenCopy } from "./frozen-copy.ts";
import type { LedgerStore } from "./ledger-store.ts";

/** Sums the posted rows of some properties into their heads. */
export const commitRebuild = (store: LedgerStore, batch: RebuildBatch): CommitResult => {
  const sumOf = (propertyId: Id) => balancesOf([...store.rows.values()].filter((row) => row.propertyId === propertyId));
  const sums = new Map(batch.propertyIds.map((id) => [id, sumOf(id)]));
  const { readFloor } = store.checkpoint;
  const plan = planRebuild(batch.propertyIds, { heads: store.accounts, sums }, { asOf: readFloor, at: batch.at });
  const changed = [...plan.inserts, ...plan.shifted];
  const outcomes = { applied: changed.length, unchanged: batch.propertyIds.length - changed.length };
  const judged = { outcomes: { ...outcomes, notPosted: 0, failed: 0 }, orphanedRows: null };
  if (changed.length === 0) return { kind: "unchanged", ...judged };
  const fields = advanceByRebuild(store.checkpoint, batch.token);
  for (const account of changed) store.accounts.set(account.propertyId, copyOfAccount(account));
  store.checkpoint = frozenCopy(afterCommit(store.checkpoint, fields));
  const changedKeys = changed.map(({ propertyId }) => documentKey("properties", propertyId));
  const nothing = { failedKeys: [], rowsChanged: 0, row: null };
  const news = newsOfAccounts(changed);
  return { kind: "committed", checkpoint: fields, ...judged, changedKeys, ...nothing, news };
};
