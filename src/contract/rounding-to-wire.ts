import type { Rounding } from "../domain/ledger/rounding.ts";
import { exponentOf } from "../domain/money/currency.ts";
import { formatAmount } from "../domain/money/money.ts";
import type { WireStats } from "./stats.ts";

/** Residuals are kept in 10^-6 minor units. */
const decimalsBeyondMinor = 6;

/** 300000n millionths of a US cent → `{"currency": "USD", "rows": 1, "residual": "0.00300000"}`. */
export const roundingToWire = (rounding: Rounding): WireStats["rounding"] =>
  rounding.map(({ currency, rows, residualMicroMinor }) => ({
    currency,
    rows,
    residual: formatAmount(residualMicroMinor, exponentOf(currency) + decimalsBeyondMinor),
  }));
