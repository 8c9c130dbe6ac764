import { describe, expect, it } from "vitest";
import { exponentByCode } from "../../../src/domain/money/currencies.ts";
import { type Currency, currencyOf, exponentOf, parseCurrency } from "../../../src/domain/money/currency.ts";
import type { SourceValue } from "../../../src/domain/source/source-value.ts";

const knownCurrency = (code: string): Currency => {
  const currency = currencyOf(code);
  if (currency === null) throw new Error(`${code} is not listed`);
  return currency;
};

const exponents = {
  USD: 2,
  EUR: 2,
  ZWL: 2,
  ZWG: 2,
  ZWD: 2,
  MRU: 2,
  MGA: 2,
  HUF: 2,
  IDR: 2,
  LBP: 2,
  AFN: 2,
  COP: 2,
  XCG: 2,
  BGN: 2,
  JPY: 0,
  KRW: 0,
  CLP: 0,
  UGX: 0,
  ISK: 0,
  VND: 0,
  XOF: 0,
  UYI: 0,
  ITL: 0,
  BYR: 0,
  TRL: 0,
  KWD: 3,
  BHD: 3,
  IQD: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

describe("a currency", () => {
  it("is the code that the document names", () => {
    expect(parseCurrency("ZWL", knownCurrency("USD"))).toBe("ZWL");
  });

  it("is the default when the document names none", () => {
    expect(parseCurrency(undefined, knownCurrency("USD"))).toBe("USD");
    expect(parseCurrency(null, knownCurrency("KES"))).toBe("KES");
  });

  it("is unknown when it is anything but a listed code, exactly", () => {
    const values: SourceValue[] = [
      "",
      "usd",
      " USD",
      "USD ",
      "USDT",
      "US",
      "ABC",
      "__proto__",
      "constructor",
      840,
      true,
      5n,
    ];
    const typed: SourceValue[] = [
      { type: "decimal", text: "840" },
      { type: "other", bsonType: "object" },
    ];
    for (const value of [...values, ...typed]) {
      expect(parseCurrency(value, knownCurrency("USD"))).toEqual({ kind: "rejected", code: "currency_unknown" });
    }
  });

  it("is unknown when it has no minor units", () => {
    for (const code of ["XAU", "XAG", "XPT", "XPD", "XDR", "XSU", "XUA", "XBA", "XTS", "XXX", "XFO", "XFU", "XRE"]) {
      expect(currencyOf(code), code).toBeNull();
    }
  });

  for (const [code, exponent] of Object.entries(exponents)) {
    it(`has ${exponent} decimals when it is ${code}`, () => {
      expect(exponentOf(knownCurrency(code))).toBe(exponent);
    });
  }

  it("cannot be an unlisted code by any other way", () => {
    // Safe: the brand is forged on purpose.
    const forged = "ABC" as Currency;
    expect(() => exponentOf(forged)).toThrow(TypeError);
  });
});

describe("the table of currencies", () => {
  it("has three capital letters for each code and 0 to 4 decimals", () => {
    for (const [code, exponent] of exponentByCode) {
      expect(code).toMatch(/^[A-Z]{3}$/);
      expect([0, 2, 3, 4]).toContain(exponent);
    }
  });

  it("names each of 165 codes in use and 129 withdrawn ones once", () => {
    expect(exponentByCode.size).toBe(165 + 129);
  });
});
