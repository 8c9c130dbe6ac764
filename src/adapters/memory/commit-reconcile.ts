import type { CommitResult, ReconcileBatch } from "../../application/ports/accounting-sink.ts";
import { maxClusterTime } from "../../domain/cluster-time.ts";
import type { KeyOutcomes } from "../../domain/ledger/key-outcomes.ts";
import { type ChangePlan, changesNothing, planChanges } from "../../domain/ledger/plan-changes.ts";
import { type Checkpoint, committedFieldsOf } from "../../domain/sync/checkpoint.ts";
import { addsUp, addTallies, type Tally } from "../../domain/sync/tally.ts";
import { copyOfAccount, frozenCopy } from "./frozen-copy.ts";
import type { LedgerStore } from "./ledger-store.ts";
import { presentStateOf } from "./present-state.ts";

/** Read → plan → write. Nothing is written before everything is planned and counted. */
export const commitReconcile = (store: LedgerStore, batch: ReconcileBatch): CommitResult => {
  const context = { at: batch.at, cause: batch.cause, nextSeq: store.checkpoint.seq + 1n };
  const plan = planChanges(batch.keys, batch.cut, presentStateOf(store, batch), context);
  if (plan.kind === "incomplete") return plan;
  const { outcomes, changedKeys } = plan;
  if (changesNothing(plan) && batch.position === null) return { kind: "unchanged", outcomes };
  if (batch.dryRun) return { kind: "planned", outcomes, changedKeys };
  const next = nextCheckpoint(store, batch, plan);
  write(store, plan);
  store.checkpoint = next;
  return {
    kind: "committed",
    checkpoint: committedFieldsOf(next),
    outcomes,
    changedKeys,
    rowsChanged: plan.journal.length,
    row: null,
  };
};

const nextCheckpoint = ({ checkpoint, failures }: LedgerStore, batch: ReconcileBatch, plan: ChangePlan): Checkpoint => {
  const newlyOpen = plan.failures.opened.filter(({ key }) => failures.get(key)?.state !== "open");
  return frozenCopy({
    ...checkpoint,
    commitNo: checkpoint.commitNo + 1n,
    unitToken: batch.token,
    position: batch.position ?? checkpoint.position,
    readFloor: maxClusterTime(checkpoint.readFloor, batch.cut.asOf),
    seq: checkpoint.seq + BigInt(plan.journal.length),
    tally: batch.events === 0 ? checkpoint.tally : addTallies(checkpoint.tally, tallyOf(batch.events, plan.outcomes)),
    openFailures: checkpoint.openFailures + newlyOpen.length - plan.failures.resolved.length,
  });
};

/** Events that said nothing beyond another of the same key are what the outcomes of the keys leave over. */
const tallyOf = (events: number, outcomes: KeyOutcomes): Tally => {
  const { applied, unchanged, notPosted, failed } = outcomes;
  const tally = { ...outcomes, events, coalesced: events - applied - unchanged - notPosted - failed };
  if (tally.coalesced < 0 || !addsUp(tally))
    throw new RangeError(`${events} events cannot stand for more keys than that`);
  return tally;
};

const write = (store: LedgerStore, plan: ChangePlan): void => {
  for (const row of [...plan.rows.inserts, ...plan.rows.replacements]) store.rows.set(row.id, frozenCopy(row));
  for (const account of [...plan.accounts.inserts, ...plan.accounts.replacements]) {
    store.accounts.set(account.propertyId, copyOfAccount(account));
  }
  for (const failure of [...plan.failures.opened, ...plan.failures.resolved]) {
    store.failures.set(failure.key, frozenCopy(failure));
  }
  store.journal.push(...plan.journal.map(frozenCopy));
};
