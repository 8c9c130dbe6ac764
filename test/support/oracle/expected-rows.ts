import { Binary, type Document, ObjectId } from "mongodb";
import { isNumber, keyOf, referenced } from "./bson-values.ts";
import { type Amount, amountOf, exponentOf } from "./expected-amount.ts";

/** The choices that shape the ledger, as the service was configured. */
export type OracleRules = {
  readonly postingPolicy: "net" | "gross";
  readonly subMinor: "round" | "reject";
  readonly defaultCurrency: string;
  readonly ownerCollections: readonly string[];
};

/** A posted row: its key, the part that counts, and what it adds to the totals. */
export type ExpectedRow = { readonly key: string; readonly facts: RowFacts };

export type RowFacts = {
  readonly property: string;
  readonly company: string | null;
  readonly type: "income" | "expense";
  readonly amount: string;
  readonly currency: string;
  readonly exponent: number;
  readonly occurredAt: number;
  readonly category: string;
  readonly referenceNumber: string | null;
  readonly paymentMethod: string | null;
  readonly notes: string | null;
  readonly processedBy: string | null;
  readonly amountSource: string | null;
};

export const rowKey = (paymentId: unknown, role: string): string => `${keyOf(paymentId)}/${role}`;

/** Longer ids are refused: nothing could refer to their documents. */
const idLengthMax = 1_024;

/** The rows a payment must have; an empty list when it is not posted, null when it is malformed. */
export const expectedRows = (payment: Document, rules: OracleRules): readonly ExpectedRow[] | null => {
  if (!isIncome(payment)) return [];
  if (typeof payment._id === "string" && payment._id.length > idLengthMax) return null;
  const shared = hasSoundFlags(payment) ? sharedFacts(payment, rules) : null;
  if (shared === null) return null;
  const ownerAmount: unknown = payment.commissionDetails?.ownerAmount ?? payment.amount;
  const share = amountOf(ownerAmount, shared.exponent, rules.subMinor);
  if (share === null) return null;
  if (rules.postingPolicy === "net") return share.minor === 0n ? [] : [incomeRow(payment, shared, share)];
  const whole = amountOf(payment.amount, shared.exponent, rules.subMinor);
  if (whole === null || share.minor > whole.minor) return null;
  const rows = whole.minor === 0n ? [] : [incomeRow(payment, shared, whole)];
  return whole.minor === share.minor ? rows : [...rows, feeRow(payment, shared, whole.minor - share.minor)];
};

const incomeRow = (payment: Document, shared: SharedFacts, { minor, source }: Amount): ExpectedRow => ({
  key: rowKey(payment._id, "income"),
  facts: { ...shared, type: "income", amount: String(minor), amountSource: source },
});

const feeRow = (payment: Document, shared: SharedFacts, minor: bigint): ExpectedRow => ({
  key: rowKey(payment._id, "fee"),
  facts: { ...shared, type: "expense", category: "management_fee", amount: String(minor), amountSource: null },
});

const isIncome = (payment: Document): boolean =>
  payment.status === "completed" &&
  payment.postingStatus !== "reversed" &&
  payment.postingStatus !== "voided" &&
  payment.isProvisional !== true &&
  payment.isInSuspense !== true &&
  (payment.reversalOfPaymentId ?? "") === "";

/** A flag that is neither true nor false says nothing about whether the payment is income. */
const hasSoundFlags = (payment: Document): boolean =>
  [payment.isProvisional, payment.isInSuspense].every((flag) => flag === undefined || flag === null || flag === false);

type SharedFacts = Omit<RowFacts, "type" | "amount" | "amountSource">;

const categories = new Map<unknown, string>([
  ["rental", "rental_income"],
  ["sale", "sale_income"],
  ["introduction", "introduction_income"],
]);

const sharedFacts = (payment: Document, rules: OracleRules): SharedFacts | null => {
  const currency = payment.currency ?? rules.defaultCurrency;
  const exponent = exponentOf(currency);
  const property = referenced(payment.propertyId);
  const company = referenced(payment.companyId);
  const paid = payment.paymentDate ?? payment.createdAt;
  const category = categories.get(payment.paymentType ?? "rental");
  const texts = {
    referenceNumber: text(payment.referenceNumber, 200),
    paymentMethod: text(payment.paymentMethod, 200),
    notes: text(payment.notes, 2_000),
    processedBy: text(payment.processedBy, 200),
  };
  const isWhole = property !== null && property !== undefined && company !== undefined && category !== undefined;
  if (exponent === null || !isWhole || !(paid instanceof Date) || Number.isNaN(paid.getTime())) return null;
  const { referenceNumber, paymentMethod, notes, processedBy } = texts;
  if (referenceNumber === undefined || paymentMethod === undefined || notes === undefined || processedBy === undefined)
    return null;
  return {
    property: keyOf(property),
    company: company === null ? null : keyOf(company),
    currency,
    exponent,
    occurredAt: paid.getTime(),
    category,
    referenceNumber,
    paymentMethod,
    notes,
    processedBy,
  };
};

/** A descriptive text, shortened with an ellipsis; undefined when something else stands in its place. */
export const text = (value: unknown, lengthMax: number): string | null | undefined => {
  if (value === undefined || value === null || value === "") return null;
  if (isNumber(value)) return String(value);
  if (value instanceof ObjectId) return value.toHexString();
  if (value instanceof Binary && value.sub_type === 4) return `~x4:${value.toString("base64")}`;
  if (typeof value !== "string") return undefined;
  return value.length <= lengthMax ? value : `${value.slice(0, lengthMax - 1)}…`;
};
