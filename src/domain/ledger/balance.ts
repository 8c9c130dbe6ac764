import type { Currency } from "../money/currency.ts";
import type { Direction } from "./row.ts";

/** Totals of one account in one currency, minor units. Always `balanceMinor = incomeMinor − expensesMinor`; `rowCount` = posted rows. */
export type CurrencyBalance = {
  readonly incomeMinor: bigint;
  readonly expensesMinor: bigint;
  readonly balanceMinor: bigint;
  readonly rowCount: number;
};

/** Currencies are never added together. A currency without posted rows is absent, so that a head equals its rebuild. */
export type Balances = ReadonlyMap<Currency, CurrencyBalance>;

/** What a posted row contributes; a void row contributes nothing. */
export type Contribution = {
  readonly status: "posted" | "void";
  readonly direction: Direction;
  readonly amountMinor: bigint;
  readonly currency: Currency;
};

const empty: CurrencyBalance = { incomeMinor: 0n, expensesMinor: 0n, balanceMinor: 0n, rowCount: 0 };

const shifted = (balance: CurrencyBalance, row: Contribution, sign: 1 | -1): CurrencyBalance => {
  const amount = sign === 1 ? row.amountMinor : -row.amountMinor;
  const incomeMinor = balance.incomeMinor + (row.direction === 1 ? amount : 0n);
  const expensesMinor = balance.expensesMinor + (row.direction === -1 ? amount : 0n);
  return { incomeMinor, expensesMinor, balanceMinor: incomeMinor - expensesMinor, rowCount: balance.rowCount + sign };
};

/** Totals of one account while a unit is planned: rows are taken away as they were and put in as they become. */
export type BalanceSheet = {
  add(row: Contribution): void;
  remove(row: Contribution): void;
  balances(): Balances;
};

export const createBalanceSheet = (start: Balances = new Map()): BalanceSheet => {
  const sheet = new Map(start);
  const shift = (row: Contribution, sign: 1 | -1): void => {
    if (row.status === "void") return;
    const next = shifted(sheet.get(row.currency) ?? empty, row, sign);
    if (next.rowCount === 0) sheet.delete(row.currency);
    else sheet.set(row.currency, next);
  };
  return {
    add: (row) => shift(row, 1),
    remove: (row) => shift(row, -1),
    balances: () => sheet,
  };
};

/** The totals that an account's rows add up to: what every head must equal. */
export const balancesOf = (rows: Iterable<Contribution>): Balances => {
  const sheet = createBalanceSheet();
  for (const row of rows) sheet.add(row);
  return sheet.balances();
};

export const sameBalances = (a: Balances, b: Balances): boolean =>
  a.size === b.size &&
  [...a].every(([currency, left]) => {
    const right = b.get(currency);
    return (
      right !== undefined &&
      left.incomeMinor === right.incomeMinor &&
      left.expensesMinor === right.expensesMinor &&
      left.balanceMinor === right.balanceMinor &&
      left.rowCount === right.rowCount
    );
  });

/** The account's main currency: the default if it has rows or nothing is posted, else the first by alphabet. Computed, never stored. */
export const baseCurrencyOf = (balances: Balances, defaultCurrency: Currency): Currency =>
  balances.has(defaultCurrency) ? defaultCurrency : ([...balances.keys()].sort()[0] ?? defaultCurrency);
