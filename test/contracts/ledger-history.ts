import fc from "fast-check";
import type { RowType } from "../../src/domain/ledger/row.ts";

/** One thing that happens in a random history; numbers stand for documents of a small universe. */
export type HistoryStep =
  | { readonly kind: "payment"; readonly payment: number; readonly property: number; readonly facts: PaymentFacts }
  | { readonly kind: "delete_payment"; readonly payment: number }
  | { readonly kind: "property"; readonly property: number; readonly owners: readonly number[]; readonly name: string }
  | { readonly kind: "delete_property"; readonly property: number }
  | { readonly kind: "owner"; readonly owner: number; readonly name: string }
  | { readonly kind: "delete_owner"; readonly owner: number }
  | { readonly kind: "enter"; readonly property: number; readonly type: RowType; readonly minor: bigint }
  | { readonly kind: "reverse"; readonly entry: number }
  /** `guess`: every payment of the unit is said to be new. `again`: the unit is sent a second time. */
  | { readonly kind: "commit"; readonly guess: boolean; readonly again: boolean };

export type PaymentFacts = {
  readonly minor: bigint;
  readonly currency: "USD" | "ZWL" | "KWD";
  readonly status: "completed" | "pending" | "voided";
  /** The amount is no amount. */
  readonly broken: boolean;
};

/** Documents of each kind in the universe; few, so that histories meet in them. */
export const universe = { payments: 5, properties: 3, owners: 2 } as const;

const paymentNumber = fc.nat(universe.payments - 1);
const propertyNumber = fc.nat(universe.properties - 1);
const ownerNumber = fc.nat(universe.owners - 1);
const name = fc.constantFrom("Ada", "Bob", "Cy");
const minor = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0n) },
  { weight: 6, arbitrary: fc.bigInt({ min: 1n, max: 500_000n }) },
  { weight: 1, arbitrary: fc.constant(10n ** 15n - 1n) },
);

const paymentFacts: fc.Arbitrary<PaymentFacts> = fc.record({
  minor,
  currency: fc.constantFrom("USD", "USD", "ZWL", "KWD"),
  status: fc.constantFrom("completed", "completed", "completed", "pending", "voided"),
  broken: fc.nat(9).map((chance) => chance === 0),
});

const kind = <Kind extends HistoryStep["kind"]>(value: Kind): fc.Arbitrary<Kind> => fc.constant(value);

export const historySteps: fc.Arbitrary<readonly HistoryStep[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: kind("payment"),
        payment: paymentNumber,
        property: propertyNumber,
        facts: paymentFacts,
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: kind("delete_payment"), payment: paymentNumber }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: kind("property"),
        property: propertyNumber,
        owners: fc.array(ownerNumber, { maxLength: 2 }),
        name,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: kind("delete_property"), property: propertyNumber }) },
    { weight: 2, arbitrary: fc.record({ kind: kind("owner"), owner: ownerNumber, name }) },
    { weight: 1, arbitrary: fc.record({ kind: kind("delete_owner"), owner: ownerNumber }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: kind("enter"),
        property: propertyNumber,
        type: fc.constantFrom<RowType>("income", "expense", "owner_payout", "repair", "maintenance", "other"),
        minor: fc.bigInt({ min: 1n, max: 90_000n }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: kind("reverse"), entry: fc.nat(5) }) },
    { weight: 6, arbitrary: fc.record({ kind: kind("commit"), guess: fc.boolean(), again: fc.boolean() }) },
  ),
  { maxLength: 40, size: "max" },
);
