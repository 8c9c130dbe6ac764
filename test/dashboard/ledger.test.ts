import { ObjectId } from "mongodb";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../support/dashboard/browser.ts";
import { type ServedDashboard, serveDashboard } from "../support/dashboard/served-dashboard.ts";
import { type Visit, visit } from "../support/dashboard/visit.ts";
import { ownerOf, paymentOf, propertyOf } from "../support/source-examples.ts";

const owner = ownerOf("Rudo", "Moyo");
const house = propertyOf({ name: "Willow Court 1", ownerId: owner._id });
const other = propertyOf({ name: "Baobab Lane 2" });
const unreadable = paymentOf(house._id, { amount: "1,250.00" });
const rent = paymentOf(house._id, { referenceNumber: "R-1" });

let browser: Browser;
let dashboard: ServedDashboard;
let visitor: Visit;

beforeAll(async () => {
  browser = await openBrowser();
  dashboard = await serveDashboard(async ({ main }) => {
    await main.collection("users").insertOne(owner);
    await main.collection("properties").insertMany([house, other]);
    await main
      .collection("payments")
      .insertMany([
        rent,
        paymentOf(house._id, { amount: 52_300, currency: "ZWL" }),
        paymentOf(other._id, { amount: 12_345_678_901.23 }),
        unreadable,
      ]);
  });
});
afterEach(() => visitor[Symbol.asyncDispose]());
afterAll(async () => {
  await browser.close();
  await dashboard[Symbol.asyncDispose]();
});

const accountOf = ({ _id }: { readonly _id: ObjectId }): string => `ledger/${_id.toHexString()}`;

const enter = async (place: string): Promise<Page> => {
  visitor = await visit(browser, dashboard.url);
  await visitor.goTo(place);
  return visitor.page;
};

const totalsIn = (page: Page, currency: string): Locator =>
  page.getByRole("region", { name: "Totals, table" }).getByRole("row", { name: new RegExp(`^${currency}`) });

const rowsIn = (page: Page, text: string): Locator =>
  page.getByRole("region", { name: "Transactions, table" }).getByRole("row").filter({ hasText: text });

describe("who reads the books", () => {
  it("finds an account by its owner's name, and reads money of each currency by itself", async () => {
    const page = await enter("ledger");
    const accounts = page.getByRole("region", { name: "Accounts, table" });
    await accounts.getByText("12,345,678,901.23 USD").first().waitFor();

    await page.keyboard.press("/");
    await page.keyboard.type("rudo");
    await accounts.getByRole("link", { name: "Baobab Lane 2" }).waitFor({ state: "detached" });
    await accounts.getByRole("link", { name: "Willow Court 1" }).click();

    await page.getByRole("heading", { name: "Willow Court 1" }).waitFor();
    await page.getByText("Rudo Moyo").waitFor();
    await totalsIn(page, "USD").getByText("100.00 USD").first().waitFor();
    await totalsIn(page, "ZWL").getByText("52,300.00 ZWL").first().waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it("sees a payment's row come into the open account, and the totals follow, without loading the page again", async () => {
    const page = await enter(accountOf(other));
    await totalsIn(page, "USD").getByText("12,345,678,901.23 USD").first().waitFor();
    await page.getByRole("button", { name: "Live" }).waitFor();

    await dashboard.databases.main
      .collection("payments")
      .insertOne(paymentOf(other._id, { amount: 0.77, referenceNumber: "R-live" }));

    await rowsIn(page, "R-live").getByText("0.77 USD").waitFor();
    await totalsIn(page, "USD").getByText("12,345,678,902.00 USD").first().waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it("narrows the rows by origin and day, in the address", async () => {
    const page = await enter(accountOf(house));
    await rowsIn(page, "R-1").waitFor();
    await page.getByLabel("From", { exact: true }).fill("2024-05-18");
    await rowsIn(page, "R-1").waitFor({ state: "detached" });
    await page.getByLabel("From", { exact: true }).fill("2024-05-17");
    await page.getByLabel("To", { exact: true }).fill("2024-05-17");
    await rowsIn(page, "R-1").waitFor();
    await page.getByLabel("Comes from").click();
    await page.getByRole("option", { name: "Entered by hand" }).click();
    await page.getByText("No transaction matches").waitFor();
    expect(page.url()).toContain("origin=manual");
    expect(visitor.complaints).toEqual([]);
  });
});

describe("who asks why", () => {
  it("is told of a posted payment what it asks for, what is there and what happened to it", async () => {
    const page = await enter(accountOf(house));
    await rowsIn(page, "R-1").getByRole("link", { name: "Explain" }).click();

    await page.getByText("It is posted, and its row says what the document says.").waitFor();
    const ledger = page.getByRole("region", { name: "In the ledger, table" });
    expect(await ledger.getByText("100.00 USD").count()).toBe(2);
    await page.getByRole("region", { name: "Journal, table" }).getByText("Posted").waitFor();
    await dashboard.databases.main.collection("payments").updateOne({ _id: rent._id }, { $set: { status: "voided" } });
    await page.getByText(/It is rightly not posted: its status is not completed/).waitFor();
    await page.getByRole("region", { name: "Journal, table" }).getByText("Voided").waitFor();
    await page.getByRole("link", { name: "Account" }).click();
    await rowsIn(page, "R-1").getByText("Does not count: the payment is not completed").waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it("is told of a payment that cannot be posted which field is wrong, and how", async () => {
    const page = await enter(`ledger/explain/payments/${unreadable._id.toHexString()}`);
    await page.getByRole("heading", { name: "It cannot be posted" }).waitFor();
    await page.getByText(/amount should be/).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it("is told of a payment that nobody knows", async () => {
    const page = await enter(`ledger/explain/payments/${new ObjectId().toHexString()}`);
    await page
      .getByText(/the main database has no such payment/)
      .first()
      .waitFor();
    expect(visitor.complaints).toEqual([]);
  });
});
