import fc from "fast-check";
import { type Currency, currencyOf } from "../../../src/domain/money/currency.ts";
import type { ProjectionRules } from "../../../src/domain/projection/projection.ts";

export const currency = (code: string): Currency => {
  const known = currencyOf(code);
  if (known === null) throw new RangeError(`no such currency: ${code}`);
  return known;
};

export const usd = currency("USD");

export const netRules: ProjectionRules = { postingPolicy: "net", subMinor: "round", defaultCurrency: usd };
export const grossRules: ProjectionRules = { ...netRules, postingPolicy: "gross" };

export const anyRules: fc.Arbitrary<ProjectionRules> = fc.record({
  postingPolicy: fc.constantFrom("net", "gross"),
  subMinor: fc.constantFrom("round", "reject"),
  defaultCurrency: fc.constantFrom(usd, currency("JPY"), currency("KWD")),
});
