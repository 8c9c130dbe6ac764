import type { Id } from "../../../src/domain/ids.ts";
import type { LedgerRow } from "../../../src/domain/ledger/row.ts";
import type { ProjectionRules } from "../../../src/domain/projection/projection.ts";
import { aDay, type PaymentSpec, referenceNumberOf } from "../world/specs.ts";
import { type Amount, properties } from "../world/universe.ts";

/** What a posted row must say, as far as money and people depend on it. */
export type ExpectedRow = Readonly<Record<(typeof judgedFields)[number], unknown>>;

const judgedFields = [
  "id",
  "propertyId",
  "type",
  "direction",
  "amountMinor",
  "currency",
  "exponent",
  "occurredAt",
  "category",
  "referenceNumber",
  "amountSource",
] as const;

/** Worked out from what was meant, by nothing that the service uses. `malformed`: the ledger keeps what it had. */
export const expectedRows = (
  id: Id,
  spec: PaymentSpec | null,
  rules: ProjectionRules,
): readonly ExpectedRow[] | "malformed" => {
  if (spec === null) return [];
  if (spec.flaw === "undecodable") return "malformed";
  if (spec.state !== "completed") return [];
  if (spec.flaw !== null) return "malformed";
  const [income, fee] = rules.postingPolicy === "gross" ? grossOf(spec, rules) : netOf(spec, rules);
  if (income === null || fee === null) return "malformed";
  const rows: ExpectedRow[] = [];
  if (income.minor !== 0n) rows.push(rowOf(id, spec, rules, income));
  if (fee.minor !== 0n) rows.push(feeOf(rowOf(id, spec, rules, fee)));
  return rows;
};

type Part = { readonly minor: bigint; readonly finer: string | null };

const nothing: Part = { minor: 0n, finer: null };

const netOf = ({ amount, share }: PaymentSpec, rules: ProjectionRules): readonly [Part | null, Part] => [
  partOf(share ?? amount, rules),
  nothing,
];

const grossOf = ({ amount, share }: PaymentSpec, rules: ProjectionRules): readonly [Part | null, Part | null] => {
  const whole = partOf(amount, rules);
  const owners = partOf(share ?? amount, rules);
  if (whole === null || owners === null || owners.minor > whole.minor) return [null, null];
  return [whole, { minor: whole.minor - owners.minor, finer: null }];
};

const partOf = ({ minor, finer }: Amount, { subMinor }: ProjectionRules): Part | null =>
  minor === null || (finer !== null && subMinor === "reject") ? null : { minor, finer };

const rowOf = (
  id: Id,
  spec: PaymentSpec,
  { defaultCurrency }: ProjectionRules,
  { minor, finer }: Part,
): ExpectedRow => ({
  id: `payments/${id}/income`,
  propertyId: properties[spec.property]?.id,
  type: "income",
  direction: 1,
  amountMinor: minor,
  currency: spec.currency ?? defaultCurrency,
  exponent: 2,
  occurredAt: aDay,
  category: "rental_income",
  referenceNumber: referenceNumberOf(spec),
  amountSource: finer,
});

const feeOf = (row: ExpectedRow): ExpectedRow => ({
  ...row,
  id: String(row.id).replace(/income$/, "fee"),
  type: "expense",
  direction: -1,
  category: "management_fee",
});

/** Where a row says something else, or null. */
export const differenceOf = (row: LedgerRow, expected: ExpectedRow): string | null => {
  const field = judgedFields.find((name) => row[name] !== expected[name]);
  return field === undefined ? null : `${field} is ${row[field]}, must be ${expected[field]}`;
};
