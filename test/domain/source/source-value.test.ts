import { describe, expect, it } from "vitest";
import { encodeId } from "../../../src/domain/ids.ts";
import { bsonTypeOf, type SourceValue } from "../../../src/domain/source/source-value.ts";

const objectId = encodeId({ kind: "objectId", hex: "65f0c0ffee0000000000abcd" });

const namedTypes: readonly (readonly [string, SourceValue])[] = [
  ["missing", undefined],
  ["null", null],
  ["bool", false],
  ["int", 0],
  ["int", -2_147_483_648],
  ["int", 2_147_483_647],
  ["double", 2_147_483_648],
  ["double", -0],
  ["double", 1200.5],
  ["double", Number.NaN],
  ["double", Number.POSITIVE_INFINITY],
  ["long", 9_007_199_254_740_993n],
  ["string", ""],
  ["date", { type: "date", ms: Number.NaN }],
  ["objectId", { type: "id", id: objectId }],
  ["decimal", { type: "decimal", text: "1E+3" }],
  ["binData", { type: "other", bsonType: "binData" }],
];

const describeValue = (value: SourceValue): string => {
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "object" && value !== null) return `a value of type ${value.type}`;
  return typeof value === "string" ? `the string "${value}"` : String(value);
};

describe("the BSON type of a source value", () => {
  for (const [name, value] of namedTypes) {
    it(`is "${name}" for ${describeValue(value)}`, () => {
      expect(bsonTypeOf(value)).toBe(name);
    });
  }
});
