import fc from "fast-check";
import { encodeId } from "../../../src/domain/ids.ts";
import type { SourceValue } from "../../../src/domain/source/source-value.ts";
import { anyId } from "./ids.ts";

const uuid = encodeId({ kind: "binary", subtype: 4, base64: "AAECAwQFBgcICQoLDA0ODw==" });
export const anObjectId = encodeId({ kind: "objectId", hex: "64b7f0c2a1d4e5f60718293a" });
export const aDay = Date.UTC(2024, 4, 17);

/** One value, at least, of every kind that a source field can hold. */
export const valueOfKind = {
  missing: undefined,
  null: null,
  true: true,
  false: false,
  zero: 0,
  int: 7,
  double: 12.5,
  negative: -1,
  notANumber: Number.NaN,
  infinite: Number.POSITIVE_INFINITY,
  long: 2n ** 60n,
  empty: "",
  text: "monthly rent",
  numericText: "12.50",
  hexText: "64b7f0c2a1d4e5f60718293a",
  date: { type: "date", ms: aDay },
  invalidDate: { type: "date", ms: Number.NaN },
  objectId: { type: "id", id: anObjectId },
  uuid: { type: "id", id: uuid },
  decimal: { type: "decimal", text: "12.50" },
  decimalNaN: { type: "decimal", text: "NaN" },
  array: { type: "other", bsonType: "array" },
  object: { type: "other", bsonType: "object" },
  regex: { type: "other", bsonType: "regex" },
} as const satisfies Readonly<Record<string, SourceValue>>;

export type ValueKind = keyof typeof valueOfKind;

// Safe: the keys of the table above.
export const valueKinds = Object.keys(valueOfKind) as readonly ValueKind[];

/** Amounts that have hurt somebody: exact, noisy, finer than a minor unit, ties, huge, of other types, and no amounts at all. */
export const awkwardAmounts: readonly SourceValue[] = [
  100,
  0.1 + 0.2,
  33.333,
  283.3305,
  0.005,
  0.015,
  1.005,
  0.01,
  0,
  -0,
  -5,
  9_999_999_999_999.99,
  1e13,
  1e21,
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  1_200,
  2n ** 53n + 1n,
  "1200.00",
  "1e3",
  " 5",
  "",
  { type: "decimal", text: "1200.125" },
  { type: "decimal", text: "1E+3" },
  { type: "decimal", text: "-0" },
  { type: "decimal", text: "NaN" },
  { type: "other", bsonType: "array" },
  true,
  null,
  undefined,
];

/** Any value of any kind, texts with halves of surrogate pairs included. */
export const anySourceValue: fc.Arbitrary<SourceValue> = fc.oneof(
  fc.constantFrom<SourceValue>(...Object.values(valueOfKind)),
  fc.constantFrom(...awkwardAmounts),
  fc.double(),
  fc.integer(),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({ unit: "binary-ascii", minLength: 190, maxLength: 2_100, size: "max" }),
  anyId.map((id): SourceValue => ({ type: "id", id })),
  fc.oneof(fc.integer(), fc.constantFrom(8.64e15, 8.64e15 + 1, 0.5)).map((ms): SourceValue => ({ type: "date", ms })),
  fc.string({ maxLength: 8 }).map((text): SourceValue => ({ type: "decimal", text })),
);
