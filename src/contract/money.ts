import { z } from "zod";
import { type Currency, exponentOf } from "../domain/money/currency.ts";
import { formatAmount } from "../domain/money/money.ts";
import { currencyCodeSchema } from "./currency.ts";

/** An exact amount: a decimal string in major units with all the currency's decimals. A double could not say every cent. */
export const moneySchema = z.object({
  amount: z.string().regex(/^-?\d+(\.\d+)?$/),
  currency: currencyCodeSchema,
});

export type WireMoney = z.infer<typeof moneySchema>;

/** 120000n US cents → `{"amount": "1200.00", "currency": "USD"}`. */
export const moneyToWire = (amountMinor: bigint, currency: Currency): WireMoney => ({
  amount: formatAmount(amountMinor, exponentOf(currency)),
  currency,
});
