import { readFile } from "node:fs/promises";
import { type Document, Long, ObjectId } from "mongodb";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../support/dashboard/browser.ts";
import { type ServedDashboard, serveDashboard } from "../support/dashboard/served-dashboard.ts";
import { tokensOf } from "../support/dashboard/token-file.ts";
import { type Visit, visit } from "../support/dashboard/visit.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";

const houses = Array.from({ length: 7 }, (_, index) => propertyOf({ name: `Willow Court ${index + 1}` }));
const payments = houses.flatMap(({ _id }) => [paymentOf(_id), paymentOf(_id, { amount: 250 })]);
const rowId = (index: number): string => `payments/${payments[index]?._id}/income`;

let browser: Browser;
let dashboard: ServedDashboard;
let visitor: Visit;

type Row = Document & { readonly _id: string };
const rowsOf = ({ databases }: ServedDashboard) => databases.accounting.collection<Row>("transactions");
const rows = () => rowsOf(dashboard);

const fill: Parameters<typeof serveDashboard>[0] = async ({ main }) => {
  await main.collection("properties").insertMany(houses);
  await main.collection("payments").insertMany(payments);
};

/** The check that follows the first sync by itself. */
const checked = ({ databases }: ServedDashboard): Promise<unknown> =>
  until("the first check is complete", () =>
    databases.accounting.collection("sync_checks").findOne({ state: "complete" }),
  );

beforeAll(async () => {
  browser = await openBrowser();
  dashboard = await serveDashboard(fill);
  await checked(dashboard);
});
afterEach(() => visitor[Symbol.asyncDispose]());
afterAll(async () => {
  await browser.close();
  await dashboard[Symbol.asyncDispose]();
});

const enter = async (place = "consistency"): Promise<Page> => {
  visitor = await visit(browser, dashboard.url);
  await visitor.goTo(place);
  return visitor.page;
};

/** Somebody writes to the accounting database past the service. */
const falsify = (index: number, amountMinor: number): Promise<unknown> =>
  rows().updateOne({ _id: rowId(index) }, { $set: { amountMinor: Long.fromNumber(amountMinor) } });

const enterByHand = async (): Promise<void> => {
  const path = `${dashboard.url}/api/sync/accounts/${houses[0]?._id}/transactions`;
  const entry = { type: "repair", amount: "25.00", currency: "USD", description: "a lock" };
  const headers = { "Content-Type": "application/json", "Idempotency-Key": "a-lock" };
  const { status } = await fetch(path, { method: "POST", headers, body: JSON.stringify(entry) });
  expect(status).toBe(201);
};

const checkNow = async (page: Page): Promise<void> => {
  const newest = page.getByRole("region", { name: "Newest check" });
  const before = await newest.getByRole("link").first().getAttribute("href");
  await page.getByRole("button", { name: "Check now" }).click();
  const isAnother = async () => (await newest.getByRole("link").first().getAttribute("href")) !== before;
  await until("another check is the newest", isAnother);
};

const prepare = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "Prepare fixes" }).click();
  await page.getByRole("heading", { name: "Fix plan" }).waitFor();
};

const apply = async (page: Page, fixes: string): Promise<void> => {
  await page.getByRole("button", { name: "Apply …" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Apply ${fixes}` })
    .click();
  await page.getByRole("region", { name: "What was done" }).waitFor();
};

const recheck = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "Check everything again" }).click();
  await page.getByRole("heading", { name: "Consistency check" }).waitFor();
};

describe("who is responsible for the books", () => {
  it("finds what somebody has changed behind the service, sees it before and after, and has what is chosen mended", async () => {
    await enterByHand();
    const manual = () => rows().find({ origin: "manual" }, { promoteValues: false }).toArray();
    const before = await manual();
    const stray = `payments/${new ObjectId()}/income`;
    await rows().insertOne({ ...(await rows().findOne({ _id: rowId(6) }, { promoteValues: false })), _id: stray });
    await rows().deleteOne({ _id: rowId(2) });
    await falsify(0, 1);
    const page = await enter();
    await page.getByText("14 of 14 payments match").waitFor();

    await checkNow(page);
    await page.getByRole("region", { name: "Newest check" }).getByText("≠").waitFor();
    await page.getByText("12 of 14 payments match").waitFor();
    await page.getByRole("link", { name: "Look at the findings" }).click();

    const summary = page.getByRole("table").first();
    for (const title of ["Amount differs", "Row without a payment", "Payment is not in the ledger"])
      await summary.getByRole("row", { name: new RegExp(`^1 .*Critical ${title}`) }).waitFor();
    await summary.getByRole("link", { name: "Amount differs" }).click();
    const findings = page.getByRole("region", { name: "Findings, table" });
    await until("only this rule is shown", async () => (await findings.getByRole("row").count()) === 2);
    await findings.getByRole("row", { name: /Amount differs.*Amount 100\.00 USD 0\.01 USD Amend/ }).waitFor();
    expect(page.url()).toContain("?rule=amount_mismatch");
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as CSV" }).click();
    const csv = (await readFile(await (await downloading).path(), "utf8")).trimEnd().split("\r\n");
    expect(csv[1]).toContain("amount_mismatch");
    expect(csv).toHaveLength(2);

    await prepare(page);
    const fix = (name: RegExp) => page.getByRole("region", { name: "Fixes, table" }).getByRole("row", { name });
    await fix(/Amend.*Amount 0\.01 USD → 100\.00 USD \+99\.99 USD/).waitFor();
    await fix(/Post row.*nothing → posted/).waitFor();
    await fix(/Sum anew.*Willow Court 1.*→ sum of its mended rows/).waitFor();
    await fix(/Void row/)
      .getByRole("checkbox")
      .uncheck();
    const chosen = (await page.getByText(/\d+ of \d+ selected/).textContent()) ?? "";
    const [some, all] = chosen.match(/\d+/g)?.map(Number) ?? [];
    expect(some).toBe((all ?? 0) - 1);
    await apply(page, `${some} fixes`);
    await page.getByText("Verified again: clean").waitFor();
    await page.getByText("1 fix not selected").waitFor();
    await recheck(page);
    await page.getByText("1 difference").waitFor();
    await prepare(page);
    await apply(page, "1 fix");
    await page.getByText("Verified again: clean").waitFor();
    await recheck(page);
    await page.getByText("Clean").waitFor();

    expect(await rows().findOne({ _id: rowId(0) })).toMatchObject({ amountMinor: 10_000, status: "posted" });
    expect(await rows().findOne({ _id: rowId(2) })).toMatchObject({ status: "posted" });
    expect(await rows().findOne({ _id: stray })).toMatchObject({ status: "void" });
    expect(before).toHaveLength(1);
    expect(await manual()).toEqual(before);
    expect(visitor.complaints).toEqual([]);
  });

  it("is told that a plan no longer fits, and that nothing was changed by it", async () => {
    await falsify(4, 1);
    const page = await enter();
    await checkNow(page);
    await page.getByRole("link", { name: "Look at the findings" }).click();
    await prepare(page);
    await page.getByRole("row", { name: /0\.01 USD → 100\.00 USD/ }).waitFor();
    await falsify(4, 2);

    await page.getByRole("checkbox", { name: /Select fix \d+: Sum anew/ }).uncheck();
    await apply(page, "1 fix");
    await page.getByText("Nothing was changed").waitFor();
    await page.getByText("1 skipped: no longer as shown here").waitFor();
    await recheck(page);
    await prepare(page);
    await page.getByRole("row", { name: /0\.02 USD → 100\.00 USD/ }).waitFor();
    await page.getByRole("button", { name: "Apply …" }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Apply/ })
      .click();
    await page.getByText("Verified again: clean").waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it("has to type what a large repair does before it is done", async () => {
    for (let index = 0; index < payments.length; index += 2) await falsify(index, 1);
    const page = await enter();
    await checkNow(page);
    await page.getByRole("link", { name: "Look at the findings" }).click();
    await prepare(page);
    await page.getByText("This is a large repair: 7 accounts are more than 1 % of 7").waitFor();
    await page.getByRole("button", { name: "Apply …" }).click();
    const dialog = page.getByRole("dialog");
    const confirm = dialog.getByRole("button", { name: /^Apply/ });
    const phrase = ((await confirm.textContent()) ?? "").replace("Apply", "apply");
    await dialog.getByText('"confirm":true').waitFor();
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole("textbox", { name: `Type ${phrase} to confirm.` }).fill(phrase);
    await confirm.click();
    await page.getByText("Verified again: clean").waitFor();
    await page.reload();
    await page.getByText("Verified again: clean").waitFor();
    await recheck(page);
    await page.getByText("Clean").waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it("reads what to do where a plan or a check is not kept any more", async () => {
    const page = await enter("consistency/plans/long-gone");
    await page.getByText("This plan is no longer kept").waitFor();
    await visitor.goTo("consistency/checks/long-gone");
    await page.getByText("There is no check long-gone.").waitFor();
  });
});

describe("who may only look", () => {
  it("sees the plan, and why it is not theirs to apply", async () => {
    await using tokens = await tokensOf("viewer", "operator");
    await using guarded = await serveDashboard(fill, { API_TOKENS_FILE: tokens.path });
    await checked(guarded);
    await rowsOf(guarded).updateOne({ _id: rowId(0) }, { $set: { amountMinor: Long.fromNumber(1) } });
    visitor = await visit(browser, guarded.url);
    const { page } = visitor;
    const signIn = async (token: string): Promise<void> => {
      await page.getByLabel("Access token").fill(token);
      await page.getByRole("button", { name: "Sign in" }).click();
    };
    await page.goto(`${guarded.url}/#/consistency`);
    await signIn("token-of-operator");
    await checkNow(page);
    await page.getByRole("link", { name: "Look at the findings" }).click();
    await prepare(page);
    const place = page.url();
    await page.getByRole("button", { name: /operator/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await signIn("token-of-viewer");
    await page.goto(place);

    await page.getByText("You can look, but not apply: Your role (viewer) does not allow this.").waitFor();
    await page.getByRole("row", { name: /0\.01 USD → 100\.00 USD/ }).waitFor();
    expect(await page.getByRole("button", { name: "Apply …" }).getAttribute("aria-disabled")).toBe("true");
    // Whoever clicks all the same.
    await page.getByRole("button", { name: "Apply …" }).click({ force: true });
    expect(await page.getByRole("dialog").count()).toBe(0);
  });
});
