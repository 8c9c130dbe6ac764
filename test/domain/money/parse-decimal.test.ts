import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalTextLengthMax, isStrictDecimal, parseDecimal } from "../../../src/domain/money/parse-decimal.ts";

describe("an exact decimal", () => {
  it("is read from plain and from scientific notation", () => {
    expect(parseDecimal("12.50")).toEqual({ negative: false, digits: 1250n, scale: 2 });
    expect(parseDecimal("-0.30")).toEqual({ negative: true, digits: 30n, scale: 2 });
    expect(parseDecimal("1e21")).toEqual({ negative: false, digits: 1n, scale: -21 });
    expect(parseDecimal("1.5e-7")).toEqual({ negative: false, digits: 15n, scale: 8 });
    expect(parseDecimal("1E+3")).toEqual({ negative: false, digits: 1n, scale: -3 });
    expect(parseDecimal("0E-6176")).toEqual({ negative: false, digits: 0n, scale: 6176 });
  });

  it("is not read from anything else", () => {
    const texts = [
      "",
      "-",
      ".",
      ".5",
      "5.",
      "+5",
      " 5",
      "5 ",
      "5\n",
      "1,5",
      "0x10",
      "1e",
      "1e+",
      "1e1.5",
      "1_000",
      "NaN",
      "Infinity",
      "-Infinity",
      "٥",
    ];
    for (const text of texts) expect(parseDecimal(text), text).toBeNull();
  });

  it("of any finite double leads back to that double", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const decimal = parseDecimal(String(value));
        expect(decimal).not.toBeNull();
        const sign = decimal?.negative ? "-" : "";
        expect(Number(`${sign}${decimal?.digits}e${-(decimal?.scale ?? 0)}`)).toBe(value === 0 ? 0 : value);
      }),
      { numRuns: 10_000 },
    );
  });

  it("is not looked for in a text of megabytes", () => {
    expect(parseDecimal("9".repeat(decimalTextLengthMax))).not.toBeNull();
    expect(parseDecimal("9".repeat(decimalTextLengthMax + 1))).toBeNull();
    expect(isStrictDecimal("9".repeat(15_000_000))).toBe(false);
  });
});

describe("a strict decimal", () => {
  it("has digits, and digits after a point, and nothing else", () => {
    for (const text of ["0", "5", "12.50", "007", "0.00001"]) expect(isStrictDecimal(text), text).toBe(true);
    for (const text of ["", "1e3", " 5", "5 ", "5\n", "-5", "-0", "+5", ".5", "5.", "1,5", "NaN", "Infinity"]) {
      expect(isStrictDecimal(text), text).toBe(false);
    }
  });
});
