import { ObjectId } from "mongodb";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fuseFailedMax } from "../../src/domain/sync/fuse.ts";
import { openBrowser } from "../support/dashboard/browser.ts";
import { type ServedDashboard, serveDashboard } from "../support/dashboard/served-dashboard.ts";
import { tokensOf } from "../support/dashboard/token-file.ts";
import { type Visit, visit } from "../support/dashboard/visit.ts";
import { settled } from "../support/settled.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";

const house = propertyOf();

let browser: Browser;
let dashboard: ServedDashboard;
let visitor: Visit;

beforeAll(async () => {
  browser = await openBrowser();
  dashboard = await serveDashboard(({ main }) => main.collection("properties").insertOne(house));
});
afterEach(() => visitor[Symbol.asyncDispose]());
afterAll(async () => {
  await browser.close();
  await dashboard[Symbol.asyncDispose]();
});

const payments = () => dashboard.databases.main.collection("payments");

/** A payment that cannot be read; its id. */
const fail = async (fields = {}): Promise<string> => {
  const payment = paymentOf(house._id, { amount: "1,250.00", ...fields });
  await payments().insertOne(payment);
  return payment._id.toHexString();
};

const correct = (id: string) => payments().updateOne({ _id: new ObjectId(id) }, { $set: { amount: 1_250 } });

const enter = async (place: string, { url } = dashboard): Promise<Visit["page"]> => {
  visitor = await visit(browser, url);
  await visitor.goTo(place);
  return visitor.page;
};

/** Short, as the list shows it. */
const shownId = (id: string): string => id.slice(-8);

describe("a payment that cannot be read", () => {
  it("is told of on the overview, is listed with its reason, and closes by itself when it is corrected", async () => {
    const page = await enter("overview");
    await page.getByRole("region", { name: "Verdict" }).getByText("In sync").waitFor();
    const id = await fail();
    await page.getByRole("link", { name: "Show the failures" }).click();
    const byReason = page.getByRole("region", { name: "By reason" });
    await byReason.getByText("1 document not resolved.").waitFor();
    await byReason.getByText("Store it as a number of whole units").waitFor();
    await page.getByRole("cell", { name: "amount in major units → string" }).waitFor();
    await page.getByRole("link", { name: shownId(id) }).click();
    await page.getByRole("heading", { name: "Amount is no number" }).waitFor();
    await page.getByText("It cannot be posted").waitFor();
    await page.getByText(/^in \d/).waitFor();

    await correct(id);

    await page.getByRole("status").getByText("Healed: the document was corrected, or is gone.").waitFor();
    await page.getByText("It is posted, and its row says what the document says.").waitFor();
    await page.getByRole("row", { name: /In the books.*posted.*1,250\.00 USD/ }).waitFor();
    await page.getByRole("link", { name: "← Failures" }).click();
    await page.getByText("Nothing fails", { exact: true }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it("says that it is still wrong when it is tried again as it is", async () => {
    const id = await fail();
    await settled(dashboard.databases);
    const page = await enter(`failures/payments/${id}`);

    await page.getByRole("button", { name: "Retry now" }).click();

    await page.getByRole("status").getByText("the document is as it was (attempt 2)").waitFor();
    await page.getByText("Retrying", { exact: true }).waitFor();
    expect(visitor.complaints).toEqual([]);
    await correct(id);
  });

  it("is dismissed with a reason, which the audit trail keeps before and after", async () => {
    const id = await fail({ notes: "dismissed below" });
    await settled(dashboard.databases);
    const page = await enter(`failures/payments/${id}`);
    await page.getByRole("button", { name: "Dismiss …" }).click();
    const dialog = page.getByRole("dialog");
    const confirm = dialog.getByRole("button", { name: "Dismiss" });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByText(`/api/sync/failures/payments%2F${id}/dismiss`).waitFor();
    await dialog.getByRole("textbox", { name: "Reason" }).fill("a test document of the import");
    await confirm.click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("status").getByText("Dismissed by local: a test document of the import").waitFor();
    await page.getByRole("link", { name: "Audit" }).click();

    await page.getByRole("link", { name: "Dismiss a failure" }).first().click();

    await page.getByRole("row", { name: /state open resolved/ }).waitFor();
    await page.getByRole("row", { name: /resolution – .*a test document of the import/ }).waitFor();
    await page.getByText(/npm run audit -- verify --expect \d+:[0-9a-f]{64}/).waitFor();
    expect(visitor.complaints).toEqual([]);
  });
});

describe("many failures", () => {
  it("are narrowed down by address, and tried again together; what was corrected is healed", async () => {
    const mended = await Promise.all([fail(), fail()]);
    const stays = await fail({ currency: "usd", amount: 5 });
    await settled(dashboard.databases);
    const page = await enter("control");
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await page.getByRole("textbox").fill("stop");
    await page.getByRole("button", { name: "Stop real-time sync" }).click();
    await page.getByText("Stopped: changes of the main database are not followed.").waitFor();
    for (const id of mended) await correct(id);
    await page.getByRole("link", { name: "Failures" }).click();
    await page.getByRole("link", { name: "Amount is no number" }).click();
    await page.getByRole("link", { name: shownId(stays) }).waitFor({ state: "hidden" });
    expect(await page.evaluate("location.hash")).toBe("#/failures?collection=payments&code=money_invalid");

    await page.getByRole("button", { name: "Retry all of these …" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Try again: 2 documents (Amount is no number, payments)?").waitFor();
    await dialog.getByText('{"collection":"payments","code":"money_invalid"}').waitFor();
    await dialog.getByRole("button", { name: "Try again" }).click();

    await page.getByText("2 documents tried again: 2 healed, 0 still failing.").waitFor();
    await page.getByText("No failure is like this").waitFor();
    await page.getByRole("combobox", { name: "State" }).click();
    await page.getByRole("option", { name: "Resolved", exact: true }).click();
    await page.getByRole("link", { name: shownId(mended[0] ?? "") }).waitFor();
    await page.getByRole("link", { name: "Overview" }).click();
    await page.getByRole("button", { name: "Start real-time sync" }).click();
    await page.getByRole("button", { name: "Start real-time sync" }).waitFor({ state: "hidden" });
    expect(visitor.complaints).toEqual([]);
  });
});

describe("so many failures at once that real time pauses", () => {
  it("are explained with the way on, which a press of the button is", async () => {
    await using flooded = await serveDashboard(({ main }) => main.collection("properties").insertOne(house));
    const page = await enter("failures", flooded);
    await page.getByText("Nothing fails", { exact: true }).waitFor();

    const broken = Array.from({ length: fuseFailedMax + 1 }, () => paymentOf(house._id, { amount: "a lot" }));
    await flooded.databases.main.collection("payments").insertMany(broken);

    await page.getByText("Real-time sync has paused: too many documents fail at once").waitFor();
    await page
      .getByRole("region", { name: "By reason" })
      .getByText(`${fuseFailedMax + 1} documents not`)
      .waitFor();
    await page.getByRole("button", { name: "Start real-time sync" }).click();
    await page.getByText("Real-time sync has paused: too many documents fail at once").waitFor({ state: "hidden" });
    const payment = paymentOf(house._id);
    await flooded.databases.main.collection("payments").insertOne(payment);
    const row = { _id: `payments/${payment._id.toHexString()}/income` as never };
    await until("changes flow again", () => flooded.databases.accounting.collection("transactions").findOne(row));
    expect(visitor.complaints).toEqual([]);
  });
});

describe("where callers are told apart", () => {
  it("tells who may not retry or dismiss why, and lets them look", async () => {
    const broken = paymentOf(house._id, { amount: "a lot" });
    await using tokens = await tokensOf("viewer", "operator");
    await using guarded = await serveDashboard(
      async ({ main }) => {
        await main.collection("properties").insertOne(house);
        await main.collection("payments").insertOne(broken);
      },
      { API_TOKENS_FILE: tokens.path },
    );
    const place = `failures/payments/${broken._id.toHexString()}`;
    visitor = await visit(browser, guarded.url);
    const { page } = visitor;
    await page.goto(`${guarded.url}/#/${place}`);
    const signIn = async (token: string): Promise<void> => {
      await page.getByLabel("Access token").fill(token);
      await page.getByRole("button", { name: "Sign in" }).click();
    };
    const isRefused = page.locator("[aria-disabled=true]");
    const retry = page.getByRole("button", { name: "Retry now" });
    const dismiss = page.getByRole("button", { name: "Dismiss …" });

    await signIn("token-of-viewer");
    await page.getByText("amount in major units").first().waitFor();
    await retry.and(isRefused).waitFor();
    await dismiss.and(isRefused).waitFor();
    await retry.hover();
    await page.getByRole("tooltip", { name: /Your role \(viewer\) does not allow this/ }).waitFor();
    await page.getByRole("button", { name: "Signed in as the-viewer" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await signIn("token-of-operator");
    await retry.and(page.locator("[aria-disabled=false]")).waitFor();
    await dismiss.and(isRefused).waitFor();
  });
});
