import { encodeId, type Id } from "../../../src/domain/ids.ts";
import type { SourceValue } from "../../../src/domain/source/source-value.ts";

/** A document and a way in which others refer to it. */
export type Named = { readonly id: Id; readonly reference: SourceValue };

const hex = (digits: string): Named => {
  const id = encodeId({ kind: "objectId", hex: digits });
  return { id, reference: { type: "id", id } };
};
const hexByText = (digits: string): Named => ({ ...hex(digits), reference: digits.toUpperCase() });
const text = (value: string): Named => ({ id: encodeId({ kind: "string", value }), reference: value });
const number = (value: number): Named => ({ id: encodeId({ kind: "number", value }), reference: value });
const uuid = (base64: string): Named => {
  const id = encodeId({ kind: "binary", subtype: 4, base64 });
  return { id, reference: { type: "id", id } };
};

/** Few documents, so that writers meet in them; their ids are of several types, as real ones are. */
export const paymentIds: readonly Id[] = [
  hex("64b7f0c2a1d4e5f60718290a"),
  hex("64b7f0c2a1d4e5f60718290b"),
  text("a/income"),
  number(7),
  text("7"),
  uuid("AAECAwQFBgcICQoLDA0ODw=="),
].map(({ id }) => id);

export const properties: readonly Named[] = [
  hex("64b7f0c2a1d4e5f60718291a"),
  hexByText("64b7f0c2a1d4e5f60718291b"),
  text("5"),
  number(5),
];

export const owners: readonly Named[] = [hex("64b7f0c2a1d4e5f60718292a"), text("ada"), number(1)];

/** Where owners live, in the order in which they are looked for. */
export const ownerCollections = ["users", "propertyowners"] as const;
export type OwnerCollection = (typeof ownerCollections)[number];

/** An amount as the source holds it and what it is worth in minor units, worked out by hand; null = no amount at all. */
export type Amount = { readonly value: SourceValue; readonly minor: bigint | null; readonly finer: string | null };

const exact = (value: SourceValue, minor: bigint): Amount => ({ value, minor, finer: null });
/** Finer than the minor unit: `minor` is the nearest, the even one of two. */
const finer = (value: SourceValue, text: string, minor: bigint): Amount => ({ value, minor, finer: text });

export const soundAmounts: readonly Amount[] = [
  exact(100, 10_000n),
  exact(250.5, 25_050n),
  exact(0.1 + 0.2, 30n),
  exact(1_200, 120_000n),
  exact("85.00", 8_500n),
  exact({ type: "decimal", text: "12.50" }, 1_250n),
  exact(0, 0n),
  finer(33.333, "33.333", 3_333n),
  finer(0.125, "0.125", 12n),
  finer(0.135, "0.135", 14n),
  finer(283.339, "283.339", 28_334n),
  finer({ type: "decimal", text: "1200.125" }, "1200.125", 120_012n),
];

export const brokenAmounts: readonly Amount[] = [Number.NaN, -5, "12 USD", 1e21, true].map((value) => ({
  value,
  minor: null,
  finer: null,
}));
