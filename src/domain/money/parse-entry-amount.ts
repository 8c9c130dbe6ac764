import { nearestMinor } from "./nearest-minor.ts";
import type { AmountRejection, ExactAmount } from "./parse-amount.ts";
import { isStrictDecimal, parseDecimal } from "./parse-decimal.ts";

/**
 * An amount that a person typed, a decimal string in major units, as whole minor units; 0 is an amount too. Never rounds.
 * Rejections: `money_invalid` = not `^\d+(\.\d+)?$`, `money_sub_minor` = more decimals than the currency's `exponent`,
 * were they zeros; `money_unsafe_magnitude` = 10^15 minor units or more.
 */
export const parseEntryAmount = (text: string, exponent: number): ExactAmount | AmountRejection => {
  const entry = isStrictDecimal(text) ? parseDecimal(text) : null;
  if (entry === null) return { kind: "rejected", code: "money_invalid" };
  if (entry.scale > exponent) return { kind: "rejected", code: "money_sub_minor" };
  const nearest = nearestMinor(entry, exponent);
  if (nearest === null) return { kind: "rejected", code: "money_unsafe_magnitude" };
  return { kind: "exact", amountMinor: nearest.amountMinor };
};
