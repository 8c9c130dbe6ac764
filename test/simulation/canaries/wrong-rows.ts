import type { LedgerStore } from "../../../src/adapters/memory/ledger-store.ts";
import type { ReconcileBatch } from "../../../src/application/ports/accounting-sink.ts";
import type { Id } from "../../../src/domain/ids.ts";
import type { LedgerRow, RowFacts } from "../../../src/domain/ledger/row.ts";
import { minorOf } from "../../../src/domain/money/money.ts";
import { type Canary, reconcilingBy } from "./bend.ts";

/** The batch with other rows in place of those that its payments shall have. */
const withRows = (batch: ReconcileBatch, rowInstead: (row: RowFacts) => RowFacts): ReconcileBatch => {
  const payments = new Map(batch.cut.payments);
  for (const [id, state] of payments)
    if (state.kind === "posted") payments.set(id, { ...state, rows: state.rows.map(rowInstead) });
  return { ...batch, cut: { ...batch.cut, payments } };
};

/** Leaves rows as they are where `isSettled` says that nothing is to be done. */
const keepingRows =
  (isSettled: (present: LedgerRow, batch: ReconcileBatch) => boolean): Canary["create"] =>
  () =>
  (ports, { store }) =>
    reconcilingBy(ports, (batch, commit, signal) => {
      const rowInstead = (row: RowFacts): RowFacts => {
        const present = store.rows.get(row.id);
        return present !== undefined && isSettled(present, batch) ? present : row;
      };
      return commit(withRows(batch, rowInstead), signal);
    });

/** After each unit, does something to the ledger that nobody asked for. */
const afterEachUnit =
  (harm: (store: LedgerStore, batch: ReconcileBatch) => void): Canary["create"] =>
  () =>
  (ports, { store }) =>
    reconcilingBy(ports, async (batch, commit, signal) => {
      const result = await commit(batch, signal);
      harm(store, batch);
      return result;
    });

const rowsOf = (store: LedgerStore, isMeant: (row: LedgerRow) => boolean): readonly LedgerRow[] =>
  [...store.rows.values()].filter(isMeant);

/** Drops what is finer than a cent. */
const cutToCents = (row: RowFacts): RowFacts => {
  const [whole = "0", fraction = ""] = (row.amountSource ?? "").split(".");
  const minor = BigInt(whole + fraction.slice(0, row.exponent).padEnd(row.exponent, "0"));
  return row.amountSource === null || minor === 0n ? row : { ...row, amountMinor: minorOf(minor) };
};

const isGuess = ({ presumedNew }: ReconcileBatch, id: Id | null): boolean => id !== null && presumedNew.has(id);

/** Adds to the totals what an inserted row is worth, although a row of its id had been counted before. */
const countAsNew = (store: LedgerStore, row: LedgerRow): void => {
  const account = store.accounts.get(row.propertyId);
  const balance = account?.balances.get(row.currency);
  if (account === undefined || balance === undefined) return;
  const incomeMinor = balance.incomeMinor + row.amountMinor;
  const more = { ...balance, incomeMinor, balanceMinor: incomeMinor - balance.expensesMinor };
  store.accounts.set(row.propertyId, { ...account, balances: new Map([...account.balances, [row.currency, more]]) });
};

/** Rows that come out wrong. */
export const wrongRows: readonly Canary[] = [
  { name: "a payment that has a row is taken for done", create: keepingRows(({ status }) => status === "posted") },
  {
    name: "a row of the same cluster time is left alone",
    create: keepingRows(({ asOf }, { cut }) => asOf === cut.asOf),
  },
  {
    name: "the writer with the latest wall clock wins",
    create: keepingRows(({ updatedAt }, { at }) => updatedAt > at),
  },
  {
    name: "void rows are removed",
    create: afterEachUnit((store) => {
      for (const { id } of rowsOf(store, ({ status, origin }) => status === "void" && origin === "sync"))
        store.rows.delete(id);
    }),
  },
  {
    name: "sync voids manual rows, which no payment explains",
    create: afterEachUnit((store, { cut }) => {
      for (const row of rowsOf(
        store,
        ({ origin, propertyId }) => origin === "manual" && cut.properties.has(propertyId),
      ))
        store.rows.set(row.id, { ...row, status: "void" });
    }),
  },
  {
    name: "amounts are cut to cents instead of rounded",
    create: () => (ports) =>
      reconcilingBy(ports, (batch, commit, signal) => commit(withRows(batch, cutToCents), signal)),
  },
  {
    name: "a payment presumed new is inserted blindly",
    create:
      () =>
      (ports, { store }) =>
        reconcilingBy(ports, async (batch, commit, signal) => {
          const counted = rowsOf(store, ({ status, sourceId }) => status === "posted" && isGuess(batch, sourceId));
          const result = await commit(batch, signal);
          if (result.kind === "committed") for (const row of counted) countAsNew(store, row);
          return result;
        }),
  },
  {
    name: "a failure is never closed",
    create: afterEachUnit((store) => {
      for (const failure of store.failures.values()) store.failures.set(failure.key, { ...failure, state: "open" });
    }),
  },
];
