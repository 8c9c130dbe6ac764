import type { SourceValue } from "../source/source-value.ts";
import { exponentByCode } from "./currencies.ts";

/** An ISO 4217 alphabetic code that has minor units, in use or withdrawn: "USD", "ZWL". */
export type Currency = string & { readonly __brand: "Currency" };

export type CurrencyRejection = { readonly kind: "rejected"; readonly code: "currency_unknown" };

const unknownCurrency: CurrencyRejection = { kind: "rejected", code: "currency_unknown" };

/** The currency a source field names, `fallback` when it is missing or null; exact codes only, so neither "usd" nor " USD". */
export const parseCurrency = (value: SourceValue, fallback: Currency): Currency | CurrencyRejection => {
  if (value === undefined || value === null) return fallback;
  return (typeof value === "string" ? currencyOf(value) : null) ?? unknownCurrency;
};

/** The currency of a code, null when ISO 4217 does not list it with minor units. */
export const currencyOf = (code: string): Currency | null => {
  // Safe: listed codes are what the brand stands for.
  return exponentByCode.has(code) ? (code as Currency) : null;
};

/** Digits after the decimal point, 0 to 4: USD 2, JPY 0, KWD 3. */
export const exponentOf = (currency: Currency): number => {
  const exponent = exponentByCode.get(currency);
  if (exponent === undefined)
    throw new TypeError("not a listed currency: made by neither currencyOf nor parseCurrency");
  return exponent;
};
