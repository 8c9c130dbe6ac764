import fc from "fast-check";
import { encodeId, type Id } from "../../../src/domain/ids.ts";
import type { SourceValue } from "../../../src/domain/source/source-value.ts";
import { idsOfEveryKind } from "../../contracts/neutral-documents.ts";

/** Any id, of every kind that an `_id` can have. */
export const anyId: fc.Arbitrary<Id> = fc.oneof(
  fc.constantFrom(...idsOfEveryKind),
  fc.nat(0xffff).map((number) => encodeId({ kind: "objectId", hex: number.toString(16).padStart(24, "0") })),
  fc.string({ unit: "binary", maxLength: 12 }).map((value) => encodeId({ kind: "string", value })),
  fc.double().map((value) => encodeId({ kind: "number", value })),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((value) => encodeId({ kind: "long", value })),
);

/** A document and some of the ways in which another one can refer to it. */
export type Named = { readonly id: Id; readonly references: readonly SourceValue[] };

const hexNamed = (hex: string): Named => {
  const id = encodeId({ kind: "objectId", hex });
  return { id, references: [{ type: "id", id }, hex, hex.toUpperCase()] };
};

const textNamed = (text: string): Named => ({
  id: encodeId({ kind: "string", value: text }),
  references: [text],
});

const numberNamed = (value: number): Named => ({
  id: encodeId({ kind: "number", value }),
  references: [value, BigInt(value)],
});

const uuidNamed = (base64: string): Named => {
  const id = encodeId({ kind: "binary", subtype: 4, base64 });
  return { id, references: [{ type: "id", id }] };
};

/** Few documents of each collection, so that histories meet in them; their ids are easily taken for one another. */
export const paymentNames: readonly Named[] = [
  hexNamed("64b7f0c2a1d4e5f60718293a"),
  textNamed("a/income"),
  numberNamed(7),
  textNamed("7"),
  uuidNamed("AAECAwQFBgcICQoLDA0ODw=="),
];

export const propertyNames: readonly Named[] = [
  hexNamed("64b7f0c2a1d4e5f60718293b"),
  numberNamed(5),
  textNamed("5"),
  uuidNamed("AAECAwQFBgcICQoLDA0ODg=="),
];

export const ownerNames: readonly Named[] = [hexNamed("64b7f0c2a1d4e5f60718293c"), textNamed("ada"), numberNamed(1)];
