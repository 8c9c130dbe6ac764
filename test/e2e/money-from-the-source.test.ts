import { Decimal128, type Document, Double, Int32, Long } from "mongodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { settled } from "../support/settled.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";

/** What the ledger makes of a payment: minor units, nothing, or a failure by its code. */
type Outcome = number | "not posted" | string;
type Example = readonly [string, Document, Outcome];

const share = (ownerAmount: unknown): Document => ({ commissionDetails: { ownerAmount } });

/** The same under both policies for amounts finer than the minor unit. */
const examples: readonly Example[] = [
  ["a whole double", { amount: new Double(100) }, 10_000],
  ["an Int32", { amount: new Int32(7) }, 700],
  ["a Long", { amount: Long.fromNumber(7_000_000_000) }, 700_000_000_000],
  ["a Decimal128", { amount: Decimal128.fromString("283.33") }, 28_333],
  ["a Decimal128 with an exponent", { amount: Decimal128.fromString("1.2E+3") }, 120_000],
  ["a plain numeric string", { amount: "12.50" }, 1_250],
  ["0.1 + 0.2", { amount: 0.1 + 0.2 }, 30],
  ["1.1 * 3", { amount: 1.1 * 3 }, 330],
  ["a double that multiplying by 100 would spoil", { amount: 1.005 * 1_000 }, 100_500],
  ["the largest safe amount", { amount: 9_999_999_999_999.99 }, 999_999_999_999_999],
  ["yen, which have no minor unit", { amount: 1_500, currency: "JPY" }, 1_500],
  ["Kuwaiti dinars, which have three decimals", { amount: 1.234, currency: "KWD" }, 1_234],
  ["Zimbabwe gold", { amount: 13.56, currency: "ZWG" }, 1_356],
  ["the owner's share", { amount: 100, ...share(85.5) }, 8_550],
  ["an owner's share of null", { amount: 100, ...share(null) }, 10_000],
  ["an owner's share of 0", { amount: 100, ...share(0) }, "not posted"],
  ["an owner's share of minus nothing", { amount: 100, ...share(-0) }, "not posted"],
  ["an amount of 0", { amount: 0 }, "not posted"],
  ["an amount of 0 as Decimal128", { amount: Decimal128.fromString("0E-6176") }, "not posted"],
  ["a share that makes the amount meaningless", { amount: "nonsense", ...share(10) }, 1_000],
  ["NaN", { amount: Number.NaN }, "money_invalid"],
  ["infinity", { amount: Number.POSITIVE_INFINITY }, "money_invalid"],
  ["a negative amount", { amount: -5 }, "money_invalid"],
  ["a Decimal128 that is no number", { amount: Decimal128.fromString("NaN") }, "money_invalid"],
  ["a string with a thousands separator", { amount: "1,200.00" }, "money_invalid"],
  ["a string with spaces", { amount: " 12 " }, "money_invalid"],
  ["a string with an exponent", { amount: "1e3" }, "money_invalid"],
  ["a signed string", { amount: "-12" }, "money_invalid"],
  ["an empty string", { amount: "" }, "money_invalid"],
  ["no amount", { amount: undefined }, "money_invalid"],
  ["an amount of null", { amount: null }, "money_invalid"],
  ["an amount of true", { amount: true }, "money_invalid"],
  ["an amount in a list", { amount: [100] }, "money_invalid"],
  ["an amount in a document", { amount: { value: 100 } }, "money_invalid"],
  ["an owner's share that is a string of letters", { amount: 100, ...share("85%") }, "money_invalid"],
  ["1e21", { amount: 1e21 }, "money_unsafe_magnitude"],
  ["10^13 of a currency with cents", { amount: 1e13 }, "money_unsafe_magnitude"],
  [
    "the largest Decimal128",
    { amount: Decimal128.fromString("9.999999999999999999999999999999999E+6144") },
    "money_unsafe_magnitude",
  ],
  ["the largest Long", { amount: Long.MAX_VALUE }, "money_unsafe_magnitude"],
  ["the largest double", { amount: Number.MAX_VALUE }, "money_unsafe_magnitude"],
  ["an unknown currency", { currency: "XXX" }, "currency_unknown"],
  ["a currency in small letters", { currency: "usd" }, "currency_unknown"],
  ["a currency that is a number", { currency: 840 }, "currency_unknown"],
  ["an inherited property's name as currency", { currency: "constructor" }, "currency_unknown"],
];

/** Finer than the minor unit. */
const rounded: readonly (readonly [string, Document, number, string | null])[] = [
  ["33.333", { amount: 33.333 }, 3_333, "33.333"],
  ["an owner's share from a percentage", { amount: 300, ...share(283.3305) }, 28_333, "283.3305"],
  ["half a cent, to the even one below", { amount: 0.125 }, 12, "0.125"],
  ["half a cent, to the even one above", { amount: 0.375 }, 38, "0.375"],
  ["a Decimal128 with four decimals", { amount: Decimal128.fromString("12.3456") }, 1_235, "12.3456"],
  ["a tenth of a yen", { amount: 99.9, currency: "JPY" }, 100, "99.9"],
];
const subMinor = rounded.map(([name, fields]): Example => [name, fields, "money_sub_minor"]);
const tooSmall: Example = ["less than half a cent", { amount: 0.004 }, "not posted"];

describe.each([
  ["round", [...examples, tooSmall, ...rounded.map(([name, fields, minor]): Example => [name, fields, minor])]],
  ["reject", [...examples, ...subMinor]],
] as const)("with SUB_MINOR=%s", (policy, cases) => {
  const house = propertyOf();
  let databases: FreshDatabases;
  let service: RunningService;

  beforeAll(async () => {
    databases = await freshDatabases();
    service = await startService(databases, { SUB_MINOR: policy, MASS_FAILURE_PERCENT: "100" });
    await databases.main.collection("properties").insertOne(house);
  });
  afterAll(async () => {
    await settled(databases);
    await expectExactLedger(databases, { subMinor: policy });
    await service.stop();
    await databases.cleanUp();
  });

  const outcomeOf = async (payment: Document): Promise<unknown> => {
    const { accounting } = databases;
    const row = await accounting.collection("transactions").findOne({ "source.id": payment._id });
    if (row !== null) return row.amountMinor;
    const failure = await accounting.collection("sync_failures").findOne({ documentId: payment._id });
    return failure?.code ?? "not posted";
  };

  it.each(cases)("reads %s", async (_, fields, outcome) => {
    const payment = paymentOf(house._id, fields);
    await databases.main.collection("payments").insertOne(payment, { ignoreUndefined: true });
    await settled(databases);
    expect(await outcomeOf(payment)).toBe(outcome);
  });

  if (policy === "round") {
    it("keeps what the source says exactly where it had to round", async () => {
      const payments = rounded.map(([, fields]) => paymentOf(house._id, fields));
      await databases.main.collection("payments").insertMany(payments);
      await settled(databases);
      const rows = databases.accounting.collection("transactions");
      const kept = await Promise.all(
        payments.map(async ({ _id }) => (await rows.findOne({ "source.id": _id }))?.amountSource),
      );
      expect(kept).toEqual(rounded.map(([, , , source]) => source));
    });
  }
});
