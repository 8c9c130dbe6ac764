import { feeRowId, type Id, incomeRowId, referenceId } from "../ids.ts";
import type { RowFacts } from "../ledger/row.ts";
import { type Currency, exponentOf, parseCurrency } from "../money/currency.ts";
import { type Minor, minorOf } from "../money/money.ts";
import { parseAmount } from "../money/parse-amount.ts";
import type { PaymentDocument } from "../source/payment.ts";
import { bsonTypeOf } from "../source/source-value.ts";
import { notPostedReasonOf } from "./eligibility.ts";
import { dateOf, notesLengthMax, type Parsed, textOf } from "./fields.ts";
import { longId, type Projection, type ProjectionRules, type Rejection, rejected } from "./projection.ts";

const categoryOfType: Readonly<Record<string, string>> = {
  rental: "rental_income",
  sale: "sale_income",
  introduction: "introduction_income",
};

/** What the payment's present state means for the ledger: a pure function, so that reading it again always heals. */
export const projectPayment = (payment: PaymentDocument, rules: ProjectionRules): Projection => {
  const notPosted = notPostedReasonOf(payment);
  if (notPosted?.kind === "rejected") return notPosted;
  if (notPosted !== null) return { kind: "not_posted", reason: notPosted.reason };
  const tooLong = longId(payment.id);
  if (tooLong !== null) return tooLong;
  const facts = sharedFactsOf(payment, rules);
  if (facts.kind === "rejected") return facts;
  return rules.postingPolicy === "gross"
    ? projectGross(payment, facts.value, rules)
    : projectNet(payment, facts.value, rules);
};

type SharedFacts = Omit<RowFacts, "id" | "type" | "direction" | "amountMinor" | "category" | "amountSource"> & {
  readonly category: string;
};

const sharedFactsOf = (payment: PaymentDocument, rules: ProjectionRules): Parsed<SharedFacts> | Rejection => {
  const currency = parseCurrency(payment.currency, rules.defaultCurrency);
  if (typeof currency !== "string")
    return rejected("currency_unknown", "currency", "ISO 4217 code", bsonTypeOf(payment.currency));
  const property = referenceOf(payment, "propertyId");
  if (property.kind === "rejected") return property;
  if (property.value === null) return rejected("field_missing", "propertyId", "id", bsonTypeOf(payment.propertyId));
  const company = referenceOf(payment, "companyId");
  if (company.kind === "rejected") return company;
  const occurredAt = occurredAtOf(payment);
  if (occurredAt.kind === "rejected") return occurredAt;
  const category = categoryOf(payment);
  if (category.kind === "rejected") return category;
  const texts = textsOf(payment);
  if (texts.kind === "rejected") return texts;
  return {
    kind: "parsed",
    value: {
      propertyId: property.value,
      companyId: company.value,
      currency,
      exponent: exponentOf(currency),
      occurredAt: occurredAt.value,
      description: descriptionOf(category.value, texts.value.referenceNumber),
      category: category.value,
      ...texts.value,
      recipientType: null,
      sourceId: payment.id,
    },
  };
};

const referenceOf = (payment: PaymentDocument, field: "propertyId" | "companyId"): Parsed<Id | null> | Rejection => {
  const reference = referenceId(payment[field]);
  return reference.kind === "invalid"
    ? rejected("field_type_invalid", field, "id", bsonTypeOf(payment[field]))
    : { kind: "parsed", value: reference.id };
};

const occurredAtOf = (payment: PaymentDocument): Parsed<number> | Rejection => {
  const paid = payment.paymentDate;
  return paid === undefined || paid === null ? dateOf(payment.createdAt, "createdAt") : dateOf(paid, "paymentDate");
};

const categoryOf = (payment: PaymentDocument): Parsed<string> | Rejection => {
  const type = payment.paymentType ?? "rental";
  const category = typeof type === "string" && Object.hasOwn(categoryOfType, type) ? categoryOfType[type] : undefined;
  return category === undefined
    ? rejected("field_type_invalid", "paymentType", "rental, sale or introduction", bsonTypeOf(payment.paymentType))
    : { kind: "parsed", value: category };
};

type Texts = Pick<RowFacts, "referenceNumber" | "paymentMethod" | "notes" | "processedBy">;

const textsOf = (payment: PaymentDocument): Parsed<Texts> | Rejection => {
  const referenceNumber = textOf(payment.referenceNumber, "referenceNumber");
  if (referenceNumber.kind === "rejected") return referenceNumber;
  const paymentMethod = textOf(payment.paymentMethod, "paymentMethod");
  if (paymentMethod.kind === "rejected") return paymentMethod;
  const notes = textOf(payment.notes, "notes", notesLengthMax);
  if (notes.kind === "rejected") return notes;
  const processedBy = textOf(payment.processedBy, "processedBy");
  if (processedBy.kind === "rejected") return processedBy;
  return {
    kind: "parsed",
    value: {
      referenceNumber: referenceNumber.value,
      paymentMethod: paymentMethod.value,
      notes: notes.value,
      processedBy: processedBy.value,
    },
  };
};

const wordsOfCategory: Readonly<Record<string, string>> = {
  rental_income: "Rental payment",
  sale_income: "Sale payment",
  introduction_income: "Introduction payment",
};

const descriptionOf = (category: string, referenceNumber: string | null): string => {
  const words = wordsOfCategory[category] ?? category;
  return referenceNumber === null ? words : `${words} ${referenceNumber}`;
};

type Amount = { readonly minor: Minor; readonly source: string | null; readonly noise: boolean };

const amountOf = (
  payment: PaymentDocument,
  field: "amount" | "ownerAmount",
  currency: Currency,
  rules: ProjectionRules,
): Parsed<Amount> | Rejection => {
  const amount = parseAmount(payment[field], exponentOf(currency), rules.subMinor);
  switch (amount.kind) {
    case "rejected": {
      const path = field === "amount" ? "amount" : "commissionDetails.ownerAmount";
      return rejected(amount.code, path, "amount in major units", bsonTypeOf(payment[field]));
    }
    case "rounded":
      return { kind: "parsed", value: { minor: amount.amountMinor, source: amount.amountSource, noise: false } };
    case "exact":
    case "noise":
      return { kind: "parsed", value: { minor: amount.amountMinor, source: null, noise: amount.kind === "noise" } };
  }
};

/** The owner's share counts when it is there at all, also when it is 0; anything but a number there is rejected, not passed over. */
const hasOwnerAmount = (payment: PaymentDocument): boolean =>
  payment.ownerAmount !== undefined && payment.ownerAmount !== null;

const incomeRow = (payment: PaymentDocument, shared: SharedFacts, amount: Amount): RowFacts => ({
  id: incomeRowId(payment.id),
  ...shared,
  type: "income",
  direction: 1,
  amountMinor: amount.minor,
  amountSource: amount.source,
});

const projectNet = (payment: PaymentDocument, shared: SharedFacts, rules: ProjectionRules): Projection => {
  const field = hasOwnerAmount(payment) ? "ownerAmount" : "amount";
  const amount = amountOf(payment, field, shared.currency, rules);
  if (amount.kind === "rejected") return amount;
  if (amount.value.minor === 0n) return { kind: "not_posted", reason: "zero_amount" };
  return { kind: "posted", rows: [incomeRow(payment, shared, amount.value)], noise: amount.value.noise };
};

/** Gross shows the whole amount as income and what the agency keeps as an expense: the balance is the same as net. */
const projectGross = (payment: PaymentDocument, shared: SharedFacts, rules: ProjectionRules): Projection => {
  const whole = amountOf(payment, "amount", shared.currency, rules);
  if (whole.kind === "rejected") return whole;
  const share = hasOwnerAmount(payment) ? amountOf(payment, "ownerAmount", shared.currency, rules) : whole;
  if (share.kind === "rejected") return share;
  const feeMinor = whole.value.minor - share.value.minor;
  if (feeMinor < 0n)
    return rejected("fee_negative", "commissionDetails.ownerAmount", "at most amount", bsonTypeOf(payment.ownerAmount));
  if (whole.value.minor === 0n) return { kind: "not_posted", reason: "zero_amount" };
  const income = incomeRow(payment, shared, whole.value);
  const noise = whole.value.noise || share.value.noise;
  return { kind: "posted", rows: feeMinor === 0n ? [income] : [income, feeRow(income, payment.id, feeMinor)], noise };
};

const feeRow = (income: RowFacts, paymentId: Id, feeMinor: bigint): RowFacts => ({
  ...income,
  id: feeRowId(paymentId),
  type: "expense",
  direction: -1,
  amountMinor: minorOf(feeMinor),
  description: income.referenceNumber === null ? "Management fee" : `Management fee ${income.referenceNumber}`,
  category: "management_fee",
  amountSource: null,
});
