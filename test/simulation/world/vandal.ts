import type { LedgerStore } from "../../../src/adapters/memory/ledger-store.ts";
import type { MemorySource } from "../../../src/adapters/memory/memory-source.ts";
import { type ClusterTime, maxClusterTime } from "../../../src/domain/cluster-time.ts";
import type { Id, RowId } from "../../../src/domain/ids.ts";
import type { Action } from "./action.ts";

export type Damage = Extract<Action, { kind: "tamper" }>;

/** Somebody with access to the accounting database, who should not have it. */
export type Vandal = {
  perform(damage: Damage): void;
};

/** A second in cluster time. */
const second = 1n << 32n;

/** `onDamage` is told when it is done, and to what. */
export const createVandal = (
  store: LedgerStore,
  source: MemorySource,
  onDamage: (damaged: RowId | Id) => void,
): Vandal => ({
  perform: ({ what, number, seconds }) => {
    // Safe: some time that the source has not reached.
    const asOf = (maxClusterTime(source.now(), store.checkpoint.readFloor) + BigInt(seconds) * second) as ClusterTime;
    const damaged = what === "row" ? sendRowAhead(store, number, asOf) : sendHeadAhead(store, number, asOf);
    if (damaged !== null) onDamage(damaged);
  },
});

const sendRowAhead = ({ rows }: LedgerStore, number: number, asOf: ClusterTime): RowId | null => {
  const ofSync = [...rows.values()].filter(({ origin }) => origin === "sync");
  const row = ofSync[number % ofSync.length];
  if (row === undefined) return null;
  rows.set(row.id, Object.freeze({ ...row, asOf }));
  return row.id;
};

const sendHeadAhead = ({ accounts }: LedgerStore, number: number, asOf: ClusterTime): Id | null => {
  const heads = [...accounts.values()];
  const head = heads[number % heads.length];
  if (head === undefined) return null;
  accounts.set(head.propertyId, Object.freeze({ ...head, asOf }));
  return head.propertyId;
};
