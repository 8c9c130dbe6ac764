import type { ClusterTime } from "../domain/cluster-time.ts";
import { compareAccounts } from "../domain/consistency/compare-accounts.ts";
import { compareRows } from "../domain/consistency/compare-rows.ts";
import type { Finding } from "../domain/consistency/finding.ts";
import type { Id } from "../domain/ids.ts";
import type { LedgerRow } from "../domain/ledger/row.ts";
import type { ProjectedCut } from "../domain/projection/project-cut.ts";
import type { SourceKeys } from "../domain/source/source-cut.ts";
import type { LedgerScanner } from "./ports/ledger-scanner.ts";
import { type ReadPorts, readProjected } from "./reconcile.ts";

export type LookPorts = ReadPorts & { readonly scanner: LedgerScanner };

/** What is there now: the differences by document, and the accounts that mending them touches. */
export type Looked = {
  readonly keys: (ids: readonly Id[]) => SourceKeys;
  readonly cut: (ids: ReadonlySet<Id>) => ProjectedCut;
  readonly differences: ReadonlyMap<Id, readonly Finding[]>;
  readonly touched: (ids: ReadonlySet<Id>) => readonly Id[];
};

export type Look = (ports: LookPorts, ids: readonly Id[], floor: ClusterTime, signal: AbortSignal) => Promise<Looked>;

const noKeys: SourceKeys = { payments: [], properties: [], owners: [] };

export const lookAtPayments: Look = async (ports, ids, floor, signal) => {
  const cut = await readProjected(ports, { ...noKeys, payments: ids }, floor, signal);
  const rows = await ports.scanner.rowsOf(ids, signal);
  return {
    keys: (payments) => ({ ...noKeys, payments }),
    cut: (kept) => ({ ...cut, payments: only(cut.payments, kept) }),
    differences: compareRows(cut, rows),
    touched: (kept) => accountsOf(cut, rows, kept),
  };
};

export const lookAtProperties: Look = async (ports, ids, floor, signal) => {
  const cut = await readProjected(ports, { ...noKeys, properties: ids }, floor, signal);
  return {
    keys: (properties) => ({ ...noKeys, properties }),
    cut: (kept) => ({ ...cut, properties: only(cut.properties, kept) }),
    differences: compareAccounts(cut, await ports.scanner.heads(ids, signal)),
    touched: (kept) => [...kept],
  };
};

const only = <State>(states: ReadonlyMap<Id, State>, ids: ReadonlySet<Id>): ReadonlyMap<Id, State> =>
  new Map([...states].filter(([id]) => ids.has(id)));

/** The accounts that the rows are in, and those where they belong. */
const accountsOf = (cut: ProjectedCut, rows: readonly LedgerRow[], kept: ReadonlySet<Id>): readonly Id[] => {
  const accounts = new Set<Id>();
  for (const id of kept) {
    const projection = cut.payments.get(id);
    if (projection?.kind === "posted") for (const { propertyId } of projection.rows) accounts.add(propertyId);
  }
  for (const { propertyId } of rows) accounts.add(propertyId);
  return [...accounts];
};
