import type {
  AccountFilter,
  LedgerReader,
  Page,
  PageRequest,
  PostedPaymentsPage,
  TransactionFilter,
} from "../../application/ports/ledger-reader.ts";
import { type Id, paymentIdOfRow, type RowId } from "../../domain/ids.ts";
import type { Account } from "../../domain/ledger/account.ts";
import { balancesOf } from "../../domain/ledger/balance.ts";
import type { JournalLine } from "../../domain/ledger/journal-line.ts";
import type { LedgerRow } from "../../domain/ledger/row.ts";
import { copyOfAccount } from "./frozen-copy.ts";
import { compareIds } from "./id-order.ts";
import type { LedgerStore } from "./ledger-store.ts";
import { createMemoryFailureReader } from "./memory-failure-reader.ts";
import { compareText, pageOf } from "./page-of.ts";
import type { Step } from "./simulation-point.ts";

export const createMemoryLedgerReader = (store: LedgerStore, step: Step): LedgerReader => ({
  account: (propertyId, signal) =>
    step("ledger.account", signal, () => {
      const account = store.accounts.get(propertyId);
      return account === undefined ? null : copyOfAccount(account);
    }),
  accounts: (filter, page, signal) =>
    step("ledger.accounts", signal, () => {
      const items = [...store.accounts.values()].filter((account) => isWanted(account, filter)).map(copyOfAccount);
      const keyOf = (account: Account): Id => account.propertyId;
      return pageOf({ items, keyOf, compare: compareIds, question: ["accounts", filter] }, page);
    }),
  transactions: (propertyId, filter, page, signal) =>
    step("ledger.transactions", signal, () => transactionPage(store, propertyId, filter, page)),
  statement: (propertyId, filter, page, signal) =>
    step("ledger.statement", signal, () => {
      const { items, next } = transactionPage(store, propertyId, filter, page);
      const withBalance = (row: LedgerRow) => ({ ...row, runningBalanceMinor: balanceAfter(store, row) });
      return { items: items.map(withBalance), next };
    }),
  transaction: (rowId, signal) => step("ledger.transaction", signal, () => store.rows.get(rowId) ?? null),
  postedPayments: (after, limit, signal) =>
    step("ledger.postedPayments", signal, () => postedPaymentsOf(postedSyncRows(store), after, limit)),
  activeProperties: (after, limit, signal) =>
    step("ledger.activeProperties", signal, () =>
      activeProperties(store)
        .filter((propertyId) => after === null || compareIds(propertyId, after) > 0)
        .sort(compareIds)
        .slice(0, limit),
    ),
  restingHeadsAhead: (time, limit, signal) =>
    step("ledger.restingHeadsAhead", signal, () =>
      [...store.accounts.values()]
        .flatMap(({ status, asOf, propertyId }) => (status !== "active" && asOf > time ? propertyId : []))
        .slice(0, limit),
    ),
  ...createMemoryFailureReader(store, step),
  journalLines: (seq, limit, signal) => step("ledger.journalLines", signal, () => linesFrom(store, seq, limit)),
  counts: (signal) =>
    step("ledger.counts", signal, () => ({
      accounts: activeProperties(store).length,
      postedSyncRows: postedSyncRows(store).length,
    })),
  viewObstructed: (signal) => step("ledger.viewObstructed", signal, () => store.viewObstructed),
});

/** `seq` has no gaps: a line stands where its number says. */
const linesFrom = ({ journal }: LedgerStore, seq: bigint, limit: number): readonly JournalLine[] => {
  const lines: JournalLine[] = [];
  let line = journal[Number(seq) - 1];
  while (line !== undefined && lines.length < limit) {
    lines.push(line);
    line = line.previousSeq === null ? undefined : journal[Number(line.previousSeq) - 1];
  }
  return lines;
};

const isWanted = (account: Account, { search, status, ownerId, companyId }: AccountFilter): boolean => {
  const names = [account.propertyName, account.ownerName].filter((name) => name !== null);
  return (
    (search === null || names.some((name) => name.toLowerCase().includes(search.toLowerCase()))) &&
    (status === null || account.status === status) &&
    (ownerId === null || account.ownerId === ownerId) &&
    (companyId === null || account.companyId === companyId)
  );
};

const isAsked = (row: LedgerRow, { status, type, origin, currency, from, to }: TransactionFilter): boolean =>
  (status === null || row.status === status) &&
  (type === null || row.type === type) &&
  (origin === null || row.origin === origin) &&
  (currency === null || row.currency === currency) &&
  (from === null || row.occurredAt >= from) &&
  (to === null || row.occurredAt < to);

const transactionPage = (
  store: LedgerStore,
  propertyId: Id,
  filter: TransactionFilter,
  page: PageRequest,
): Page<LedgerRow> => {
  const items = [...store.rows.values()].filter((row) => row.propertyId === propertyId && isAsked(row, filter));
  return pageOf({ items, keyOf: ageKeyOf, compare: newestFirst, question: ["transactions", propertyId, filter] }, page);
};

const balanceAfter = (store: LedgerStore, last: LedgerRow): bigint => {
  const upToIt = [...store.rows.values()].filter(
    (row) => row.propertyId === last.propertyId && newestFirst(ageKeyOf(row), ageKeyOf(last)) >= 0,
  );
  return balancesOf(upToIt).get(last.currency)?.balanceMinor ?? 0n;
};

type AgeKey = readonly [occurredAt: number, rowId: RowId];

const ageKeyOf = (row: LedgerRow): AgeKey => [row.occurredAt, row.id];

const newestFirst = (a: AgeKey, b: AgeKey): number => b[0] - a[0] || compareText(b[1], a[1]);

const activeProperties = (store: LedgerStore): readonly Id[] =>
  [...store.accounts.values()].flatMap(({ status, propertyId }) => (status === "active" ? propertyId : []));

const postedSyncRows = (store: LedgerStore): readonly LedgerRow[] =>
  [...store.rows.values()].filter((row) => row.status === "posted" && row.origin === "sync");

const postedPaymentsOf = (rows: readonly LedgerRow[], after: RowId | null, limit: number): PostedPaymentsPage => {
  const rowIds = rows
    .map((row) => row.id)
    .filter((rowId) => after === null || rowId > after)
    .sort(compareText)
    .slice(0, limit);
  const paymentIds = rowIds.map(paymentIdOfRow).filter((id) => id !== null);
  return { paymentIds: [...new Set(paymentIds)], rows: rowIds.length, last: rowIds.at(-1) ?? null };
};
