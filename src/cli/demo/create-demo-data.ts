import { ObjectId } from "mongodb";
import { awkwardCount, awkwardPayments } from "./awkward-payments.ts";
import { createPayment, type DemoCurrency, type DemoPayment } from "./create-payment.ts";
import { createRandom, type Random } from "./random.ts";
import { firstNames, houseNames, lastNames, streets, suburbs } from "./words.ts";

export type DemoProperty = { readonly _id: ObjectId; readonly name: string; readonly [field: string]: unknown };
export type DemoOwner = { readonly _id: ObjectId; readonly [field: string]: unknown };

export type DemoData = {
  readonly owners: readonly DemoOwner[];
  readonly properties: readonly DemoProperty[];
  readonly payments: readonly DemoPayment[];
  /** Comes after its first payment. */
  readonly laterProperty: DemoProperty;
  /** The payment that was typed as “1,250.00”. */
  readonly misspelledId: ObjectId;
  /** One more payment for one of the properties, paid now. */
  newPayment(): DemoPayment;
};

export const demoSize = { owners: 20, properties: 50, payments: 1_000, awkward: awkwardCount } as const;

const seed = 20_240_101;
const firstPaymentAt = Date.UTC(2024, 0, 1);
const dayMs = 24 * 60 * 60 * 1_000;
/** Payments are spread over two years. */
const days = 730;

/** Made-up property data, the same in every run. */
export const createDemoData = (): DemoData => {
  const random = createRandom(seed);
  const companyId = idOf("c0", 1);
  const owners = listOf(demoSize.owners, (number) => createOwner(random, companyId, number));
  const createOne = (number: number): DemoProperty => createProperty(random, companyId, owners, number);
  const properties = listOf(demoSize.properties, createOne);
  const laterProperty = createOne(demoSize.properties + 1);
  let paymentNumber = 0;
  const payment = (paidAt: Date): DemoPayment => {
    paymentNumber += 1;
    const property = random.pick(properties);
    const currency: DemoCurrency = random.happens(0.7) ? "USD" : "ZWL";
    const _id = idOf("d0", paymentNumber);
    return createPayment(random, { _id, propertyId: property._id, companyId, number: paymentNumber, currency, paidAt });
  };
  const early = (): DemoPayment => payment(new Date(firstPaymentAt + random.below(days) * dayMs));
  const misspelledId = idOf("d0", demoSize.payments + 1);
  const references = { propertyId: idOf("b0", 1), laterPropertyId: laterProperty._id, misspelledId };
  const awkward = awkwardPayments(listOf(awkwardCount, early), references);
  const usual = listOf(demoSize.payments - awkwardCount, () => withStatus(random, early()));
  paymentNumber = demoSize.payments + 1;
  return {
    owners,
    properties,
    payments: [...usual, ...awkward],
    laterProperty,
    misspelledId,
    newPayment: () => payment(new Date()),
  };
};

const listOf = <T>(length: number, create: (number: number) => T): readonly T[] =>
  Array.from({ length }, (_, index) => create(index + 1));

/** ObjectIds whose kind shows: c0… a company, a0… an owner, b0… a property, d0… a payment. */
const idOf = (kind: string, number: number): ObjectId =>
  ObjectId.createFromHexString(`65920080${kind}${number.toString(16).padStart(14, "0")}`);

/** With what the service must never read: contact data and a password's hash. */
const createOwner = (random: Random, companyId: ObjectId, number: number): DemoOwner => ({
  _id: idOf("a0", number),
  firstName: random.pick(firstNames),
  lastName: random.pick(lastNames),
  email: `owner${number}@example.com`,
  phone: `+263 77 000 ${String(number).padStart(4, "0")}`,
  password: `$2b$12$${"x".repeat(53)}`,
  role: "owner",
  companyId,
  updatedAt: new Date(firstPaymentAt),
});

const createProperty = (
  random: Random,
  companyId: ObjectId,
  owners: readonly DemoOwner[],
  number: number,
): DemoProperty => ({
  _id: idOf("b0", number),
  name: `${random.pick(houseNames)} ${number}`,
  address: { street: `${1 + random.below(200)} ${random.pick(streets)}`, suburb: random.pick(suburbs), city: "Harare" },
  ownerId: random.pick(owners)._id,
  companyId,
  status: "rented",
  rentalType: random.pick(["residential", "commercial"]),
  updatedAt: new Date(firstPaymentAt),
});

/** Most payments are completed; the others are not income, or not yet, or no longer. */
const otherStates = [
  { status: "pending", postingStatus: "draft" },
  { status: "failed", postingStatus: "draft" },
  { status: "refunded", postingStatus: "reversed" },
  { status: "completed", postingStatus: "voided" },
] as const;
const shareOfOtherStates = 0.06;

const withStatus = (random: Random, payment: DemoPayment): DemoPayment =>
  random.happens(shareOfOtherStates)
    ? { document: { ...payment.document, ...random.pick(otherStates) }, income: null }
    : payment;
