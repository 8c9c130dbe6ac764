import { propertyCount } from "../sizes.ts";
import { currencies, ledgerCents, type PaymentFacts } from "./payment-facts.ts";

export type RowState = "none" | "posted" | "void";

const states: readonly RowState[] = ["none", "posted", "void"];

/** What the ledger must hold about one payment. */
export type BooksRow = {
  readonly state: RowState;
  readonly property: number;
  readonly amountCents: number;
  readonly currency: string;
};

/** Income and rows of one account in one currency. */
export type BooksTotal = { readonly incomeCents: number; readonly rows: number };

/** The benchmark's own account of what the source says: kept beside every write, compared with the ledger afterwards. */
export type Books = {
  post(facts: PaymentFacts): void;
  /** Takes the payment's row back, for whatever reason; a payment that never had one keeps none. */
  retract(index: number): void;
  row(index: number): BooksRow;
  /** Rows of any state. */
  rowCount(): number;
  /** By property and currency, accounts without posted rows left out. */
  totals(): ReadonlyMap<string, BooksTotal>;
};

export const totalKey = (property: number, currency: string): string => `${property} ${currency}`;

/** Flat arrays: a million payments take some 14 MB. */
export const createBooks = (capacity: number): Books => {
  const state = new Uint8Array(capacity);
  const property = new Uint16Array(capacity);
  const currency = new Uint8Array(capacity);
  const cents = new Float64Array(capacity);
  const row = (index: number): BooksRow => ({
    state: states[state[index] ?? 0] ?? "none",
    property: property[index] ?? propertyCount,
    amountCents: cents[index] ?? 0,
    currency: currencies[currency[index] ?? 0] ?? "",
  });
  return {
    post: (facts) => {
      state[facts.index] = states.indexOf("posted");
      property[facts.index] = facts.property;
      currency[facts.index] = currencies.indexOf(facts.currency);
      cents[facts.index] = ledgerCents(facts.amountCents);
    },
    retract: (index) => {
      if (state[index] !== 0) state[index] = states.indexOf("void");
    },
    row,
    rowCount: () => state.reduce((count, one) => (one === 0 ? count : count + 1), 0),
    totals: () => {
      const totals = new Map<string, BooksTotal>();
      for (let index = 0; index < capacity; index += 1) {
        const one = row(index);
        if (one.state !== "posted") continue;
        const key = totalKey(one.property, one.currency);
        const { incomeCents, rows } = totals.get(key) ?? { incomeCents: 0, rows: 0 };
        totals.set(key, { incomeCents: incomeCents + one.amountCents, rows: rows + 1 });
      }
      return totals;
    },
  };
};
