import fc from "fast-check";
import type { RowType } from "../../../src/domain/ledger/row.ts";
import type { PropertyDocument } from "../../../src/domain/source/property.ts";
import type { SourceValue } from "../../../src/domain/source/source-value.ts";
import { ownerNames, paymentNames, propertyNames } from "./ids.ts";
import { awkwardFields, type Override } from "./payments.ts";
import { valueOfKind } from "./source-values.ts";

/** Documents by their place in the small universe of `paymentNames`, `propertyNames` and `ownerNames`. */
export type SourceWrite =
  | { readonly kind: "put_payment"; readonly payment: number; readonly fields: Override }
  | { readonly kind: "put_property"; readonly property: number; readonly fields: Omit<PropertyDocument, "id"> }
  | { readonly kind: "put_owner"; readonly owner: number; readonly firstName: SourceValue }
  | { readonly kind: "delete_payment"; readonly payment: number }
  | { readonly kind: "delete_property"; readonly property: number }
  | { readonly kind: "delete_owner"; readonly owner: number };

/** A document with this in its place can be read, not decoded. */
export const undecodable = "undecodable";

export type HistoryStep =
  | SourceWrite
  /**
   * Quarters of the keys that wait, in an order of its own. `again`: they are reported once more, as a stream may.
   * `sweep`: keys that are looked at besides, by the bits of a number.
   */
  | {
      readonly kind: "reconcile";
      readonly order: number;
      readonly share: number;
      readonly again: boolean;
      readonly sweep: number;
    }
  | { readonly kind: "enter"; readonly property: number; readonly type: RowType; readonly minor: bigint }
  | { readonly kind: "reverse"; readonly entry: number };

const payment = fc.nat(paymentNames.length - 1);
const property = fc.nat(propertyNames.length - 1);
const owner = fc.nat(ownerNames.length - 1);

const propertyReference = fc.constantFrom(...propertyNames.flatMap(({ references }) => references));
const ownerReference = fc.constantFrom<SourceValue>(
  ...ownerNames.flatMap(({ references }) => references),
  undefined,
  null,
);

const amount = fc.oneof(
  { weight: 3, arbitrary: fc.nat(1_000_000).map((minor) => minor / 100) },
  { weight: 1, arbitrary: fc.nat(1_000_000).map((minor) => minor / 3) },
);
const currency = fc.constantFrom("USD", "USD", undefined, "ZWL", "KWD");

const oddities = fc.oneof(fc.constant<Override>({}), fc.constant<Override>({ status: "voided" }), awkwardFields);

const putPayment = fc
  .tuple(payment, propertyReference, amount, currency, oddities)
  .map(([number, propertyId, major, code, fields]): SourceWrite => {
    const wanted = { propertyId, amount: major, ...(code === undefined ? {} : { currency: code }) };
    return { kind: "put_payment", payment: number, fields: { ...wanted, ...fields } };
  });

const name = fc.constantFrom<SourceValue>("Rose Court", "Fern Lane", undefined, 7, "Rose Court", valueOfKind.array);
const putProperty = fc.tuple(property, name, ownerReference, ownerReference).map(
  ([number, propertyName, ownerId, propertyOwnerId]): SourceWrite => ({
    kind: "put_property",
    property: number,
    fields: { name: propertyName, address: "1 Main Street", companyId: undefined, ownerId, propertyOwnerId },
  }),
);

const firstName = fc.constantFrom<SourceValue>("Ada", "Bob", "Cy", undefined, 7, undecodable);
const putOwner = fc
  .tuple(owner, firstName)
  .map(([number, first]): SourceWrite => ({ kind: "put_owner", owner: number, firstName: first }));

export const sourceWrite: fc.Arbitrary<SourceWrite> = fc.oneof(
  { weight: 10, arbitrary: putPayment },
  { weight: 3, arbitrary: payment.map((number): SourceWrite => ({ kind: "delete_payment", payment: number })) },
  { weight: 4, arbitrary: putProperty },
  { weight: 2, arbitrary: property.map((number): SourceWrite => ({ kind: "delete_property", property: number })) },
  { weight: 3, arbitrary: putOwner },
  { weight: 1, arbitrary: owner.map((number): SourceWrite => ({ kind: "delete_owner", owner: number })) },
);

const reconcile = fc
  .tuple(fc.nat(0xffff), fc.integer({ min: 1, max: 4 }), fc.boolean(), fc.nat(0xfff), fc.nat(0xfff))
  .map(([order, share, again, a, b]): HistoryStep => ({ kind: "reconcile", order, share, again, sweep: a & b }));

const types: readonly RowType[] = ["income", "expense", "owner_payout", "repair", "maintenance", "other"];
const enter = fc
  .tuple(property, fc.constantFrom(...types), fc.integer({ min: 1, max: 90_000 }))
  .map(([number, type, minor]): HistoryStep => ({ kind: "enter", property: number, type, minor: BigInt(minor) }));
const reverse = fc.nat(3).map((entry): HistoryStep => ({ kind: "reverse", entry }));

/** What may happen to a source, its ledger and the accountants, in any order. */
export const sourceHistory: fc.Arbitrary<readonly HistoryStep[]> = fc.array(
  fc.oneof(
    { weight: 20, arbitrary: sourceWrite },
    { weight: 9, arbitrary: reconcile },
    { weight: 3, arbitrary: enter },
    { weight: 2, arbitrary: reverse },
  ),
  { maxLength: 60, size: "max" },
);
