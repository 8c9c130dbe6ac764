import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { ObjectId } from "mongodb";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../support/dashboard/browser.ts";
import { type ServedDashboard, serveDashboard } from "../support/dashboard/served-dashboard.ts";
import { tokenFileOf } from "../support/dashboard/token-file.ts";
import { type Visit, visit } from "../support/dashboard/visit.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";

const house = propertyOf({ name: "Willow Court 1" });

let browser: Browser;
let dashboard: ServedDashboard;
let visitor: Visit;

beforeAll(async () => {
  browser = await openBrowser();
  dashboard = await serveDashboard(async ({ main }) => {
    await main.collection("properties").insertOne(house);
    await main.collection("payments").insertOne(paymentOf(house._id));
  });
});
afterEach(() => visitor[Symbol.asyncDispose]());
afterAll(async () => {
  await browser.close();
  await dashboard[Symbol.asyncDispose]();
});

const openAccount = async (): Promise<Page> => {
  visitor = await visit(browser, dashboard.url);
  await visitor.goTo(`ledger/${house._id.toHexString()}`);
  return visitor.page;
};

const rowsIn = (page: Page, text: string): Locator =>
  page.getByRole("region", { name: "Transactions, table" }).getByRole("row").filter({ hasText: text });

const entered = async (description: string): Promise<number> =>
  dashboard.databases.accounting.collection("transactions").countDocuments({ origin: "manual", description });

const openEntry = async (page: Page): Promise<Locator> => {
  await page.getByRole("button", { name: "Enter a transaction …" }).click();
  return page.getByRole("dialog", { name: "Enter a transaction" });
};

/** Fills in what every entry needs. */
const fillEntry = async (dialog: Locator, amount: string, description: string): Promise<void> => {
  await dialog.getByLabel("Amount").fill(amount);
  await dialog.getByLabel("Description").fill(description);
};

const submit = (dialog: Locator): Promise<void> => dialog.getByRole("button", { name: "Enter it" }).click();

describe("an accountant", () => {
  it("enters an expense by hand and takes it back with a reason; it stays, struck out, and counts for nothing", async () => {
    const page = await openAccount();
    const balance = page.getByRole("region", { name: "Totals, table" }).getByText("59.75 USD");
    const dialog = await openEntry(page);
    await fillEntry(dialog, "40.25", "A new lock");
    await dialog.getByLabel("Reference").fill("INV-7");
    await dialog.getByText(/"amount":"40.25"/).waitFor();
    await submit(dialog);

    await rowsIn(page, "A new lock").getByText("−40.25 USD").waitFor();
    await balance.waitFor();
    await page.getByRole("button", { name: "Reverse A new lock" }).click();
    const reversal = page.getByRole("dialog", { name: "Reverse this entry?" });
    await reversal.getByRole("textbox", { name: "Type reverse to confirm." }).fill("reverse");
    const confirm = reversal.getByRole("button", { name: "Reverse it" });
    expect(await confirm.isDisabled()).toBe(true);
    await reversal.getByLabel("Reason").fill("typed into the wrong account");
    await reversal.getByText(/\/reverse'/).waitFor();
    await confirm.click();

    await rowsIn(page, "A new lock").getByText("Reversed by local: typed into the wrong account").waitFor();
    await balance.waitFor({ state: "detached" });
    const lines = await dashboard.databases.accounting.collection("sync_audit").find().toArray();
    for (const operation of ["enterTransaction", "reverseTransaction"])
      expect(lines.filter((line) => JSON.stringify(line).includes(operation))).not.toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });

  it.for([
    { type: "Income", shown: "1.00 USD" },
    { type: "Expense", shown: "−1.00 USD" },
    { type: "Paid to the owner", shown: "−1.00 USD" },
    { type: "Repair", shown: "−1.00 USD" },
    { type: "Maintenance", shown: "−1.00 USD" },
  ])("enters one of type $type", async ({ type, shown }) => {
    const page = await openAccount();
    const dialog = await openEntry(page);
    await dialog.getByLabel("Type").click();
    await page.getByRole("option", { name: type, exact: true }).click();
    await fillEntry(dialog, "1.00", `One of ${type}`);
    await submit(dialog);
    await rowsIn(page, `One of ${type}`).getByText(shown, { exact: true }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it("is asked for the sign of an entry whose type does not say it", async () => {
    const page = await openAccount();
    const dialog = await openEntry(page);
    await dialog.getByLabel("Type").click();
    await page.getByRole("option", { name: "Other" }).click();
    await fillEntry(dialog, "2.00", "Found behind the door");
    await dialog.getByLabel("Date").fill("2024-02-29");
    await submit(dialog);
    await dialog.getByText("Is required for type other.").waitFor();
    await dialog.getByLabel("Effect on the balance").click();
    await page.getByRole("option", { name: "Takes from it" }).click();
    await submit(dialog);
    await rowsIn(page, "Found behind the door").getByText("−2.00 USD").waitFor();
    await rowsIn(page, "Found behind the door").getByText("2024-02-29").waitFor();
  });

  it("reads beside the field what is wrong with it, and keeps what was typed", async () => {
    const page = await openAccount();
    const dialog = await openEntry(page);
    await fillEntry(dialog, "40.255", "Too fine");
    await submit(dialog);
    await dialog.getByText("Has more decimals than USD, which has 2.").waitFor();
    expect(await dialog.getByLabel("Amount").getAttribute("aria-invalid")).toBe("true");
    expect(await dialog.getByLabel("Description").inputValue()).toBe("Too fine");
    expect(await entered("Too fine")).toBe(0);
  });

  it("enters once what was sent twice at once", async () => {
    const page = await openAccount();
    const dialog = await openEntry(page);
    await fillEntry(dialog, "3.00", "Sent twice");
    const answered: string[] = [];
    page.on("requestfinished", (request) => {
      if (request.url().includes("enterTransaction")) answered.push(request.postData() ?? "");
    });
    const form = "document.querySelector('[role=dialog] form')";

    await page.evaluate(`${form}.requestSubmit(); ${form}.requestSubmit();`);

    await until("both have been answered", () => answered.join("").split("Sent twice").length - 1 === 2);
    await rowsIn(page, "Sent twice").getByText("−3.00 USD").waitFor();
    expect(await entered("Sent twice")).toBe(1);
  });

  it("enters once what was sent again because no answer came", async () => {
    const page = await openAccount();
    const dialog = await openEntry(page);
    await fillEntry(dialog, "4.00", "Answer lost");
    await page.route(
      (url) => url.pathname.includes("enterTransaction"),
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );

    await submit(dialog);
    await dialog.getByText("The service does not answer").waitFor();
    await submit(dialog);
    await dialog.waitFor({ state: "hidden" });

    expect(await entered("Answer lost")).toBe(1);
  });
});

/** Looked at by people; not kept by git. */
const shots = fileURLToPath(new URL("../../test-artefacts/dashboard/", import.meta.url));

describe("the form of an entry", () => {
  it.for([
    { look: "light", options: { colorScheme: "light" } },
    { look: "dark", options: { colorScheme: "dark" } },
    { look: "narrow", options: { colorScheme: "light", viewport: { width: 390, height: 844 } } },
  ] as const)("can be used by everybody, $look", async ({ look, options }) => {
    visitor = await visit(browser, dashboard.url, options);
    const { page, goTo } = visitor;
    await goTo(`ledger/${house._id.toHexString()}`);
    const dialog = await openEntry(page);
    await fillEntry(dialog, "40.255", "A new lock");
    await submit(dialog);
    await dialog.getByText("Has more decimals than USD, which has 2.").waitFor();

    const { violations } = await new AxeBuilder({ page }).analyze();
    await mkdir(shots, { recursive: true });
    await page.screenshot({ path: `${shots}ledger-entry-${look}.png` });

    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  });
});

describe("where callers are told apart", () => {
  it("tells a viewer why they may not enter anything, and shows a company's accountant its own accounts alone", async () => {
    const companyId = new ObjectId();
    const own = propertyOf({ name: "Our own house", companyId });
    await using tokens = await tokenFileOf(
      { name: "viewer", role: "viewer", companyId: null },
      { name: "company", role: "accountant", companyId: companyId.toHexString() },
    );
    await using guarded = await serveDashboard(
      async ({ main }) => {
        await main.collection("properties").insertMany([own, propertyOf({ name: "Somebody else's" })]);
        await main.collection("payments").insertOne(paymentOf(own._id, { referenceNumber: "R-own" }));
      },
      { API_TOKENS_FILE: tokens.path },
    );
    visitor = await visit(browser, guarded.url);
    const { page } = visitor;
    await page.goto(`${guarded.url}/#/ledger`);
    const signIn = async (token: string): Promise<void> => {
      await page.getByLabel("Access token").fill(token);
      await page.getByRole("button", { name: "Sign in" }).click();
    };

    await signIn("token-of-viewer");
    await page.getByRole("link", { name: "Somebody else's" }).waitFor();
    await page.getByRole("link", { name: "Our own house" }).click();
    await page.getByRole("button", { name: "Enter a transaction …" }).hover();
    await page.getByRole("tooltip", { name: /Your role \(viewer\) does not allow this/ }).waitFor();
    await page.getByRole("button", { name: "Signed in as the-viewer" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await signIn("token-of-company");
    await rowsIn(page, "R-own").waitFor();
    const dialog = await openEntry(page);
    await fillEntry(dialog, "5.00", "By the company");
    await submit(dialog);
    await rowsIn(page, "By the company").waitFor();
    await page.getByRole("link", { name: "Ledger" }).first().click();
    await page.getByRole("link", { name: "Our own house" }).waitFor();
    expect(await page.getByRole("link", { name: "Somebody else's" }).count()).toBe(0);
  });
});
