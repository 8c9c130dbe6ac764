import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../support/dashboard/browser.ts";
import { builtHost } from "../support/dashboard/built-dashboard.ts";
import { type ServedDashboard, serveDashboard } from "../support/dashboard/served-dashboard.ts";
import { tokensOf } from "../support/dashboard/token-file.ts";
import { type Visit, visit } from "../support/dashboard/visit.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";

const house = propertyOf();
const paymentsAtFirst = 3;

let browser: Browser;
let dashboard: ServedDashboard;
let visitor: Visit;

const pay = (fields = {}) => dashboard.databases.main.collection("payments").insertOne(paymentOf(house._id, fields));

beforeAll(async () => {
  browser = await openBrowser();
  dashboard = await serveDashboard(async ({ main }) => {
    await main.collection("properties").insertOne(house);
    await main.collection("payments").insertMany(Array.from({ length: paymentsAtFirst }, () => paymentOf(house._id)));
  });
});
afterEach(() => visitor[Symbol.asyncDispose]());
afterAll(async () => {
  await browser.close();
  await dashboard[Symbol.asyncDispose]();
});

const enter = async (place: string): Promise<Visit["page"]> => {
  visitor = await visit(browser, dashboard.url);
  await visitor.goTo(place);
  return visitor.page;
};

describe("who opens the dashboard", () => {
  it("reads whether the books match, and by what it is known", async () => {
    const page = await enter("overview");
    const verdict = page.getByRole("region", { name: "Verdict" });

    await verdict.getByText("In sync").waitFor();
    await verdict.getByText(`${paymentsAtFirst} of ${paymentsAtFirst} payments match`).waitFor();
    await verdict.getByText(/^·?lag \d/).waitFor();
    await verdict.getByText(/verified/).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it("sees a payment arrive without loading the page again", async () => {
    const page = await enter("overview");
    const applied = page.getByText("Applied", { exact: true }).locator("xpath=following-sibling::dd[1]");
    await page.getByRole("button", { name: "Live" }).waitFor();
    const before = Number(await applied.textContent());

    await pay();

    await until("one more change is applied", async () => Number(await applied.textContent()) === before + 1);
    expect(visitor.complaints).toEqual([]);
  });

  it("stops real-time sync, reads that it is paused, and lets it catch up by the button beside the reason", async () => {
    const page = await enter("control");
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    const dialog = page.getByRole("dialog");
    const confirm = dialog.getByRole("button", { name: "Stop real-time sync" });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByText("/api/sync/real-time/stop").waitFor();
    await dialog.getByRole("textbox", { name: "Type stop to confirm." }).fill("stop");
    await confirm.click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("Stopped: changes of the main database are not followed.").waitFor();
    const { insertedId } = await pay();
    await page.getByRole("link", { name: "Overview" }).click();
    await page.getByRole("region", { name: "Verdict" }).getByText("Paused").waitFor();
    await page.getByRole("button", { name: "Start real-time sync" }).click();
    await page.getByRole("region", { name: "Verdict" }).getByText("In sync").waitFor();
    const row = { _id: `payments/${insertedId.toHexString()}/income` as never };
    await until("the payment is in the ledger", () =>
      dashboard.databases.accounting.collection("transactions").findOne(row),
    );
    expect(visitor.complaints).toEqual([]);
  });

  it("lets a dry run say what a full sync would change, then runs it", async () => {
    const page = await enter("control");
    await page.getByRole("button", { name: "Dry run" }).click();
    await page.getByText("Full sync (dry run) succeeded").waitFor();
    await page.getByText(/0 would change/).waitFor();
    await page.getByRole("button", { name: "Full sync …" }).click();
    await page.getByRole("textbox").fill("full sync");
    await page.getByRole("button", { name: "Run it" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await until("a full sync has run", () =>
      dashboard.databases.accounting
        .collection("sync_runs")
        .findOne({ kind: "full", dryRun: false, state: "succeeded" }),
    );
    expect(visitor.complaints).toEqual([]);
  });

  it("is told that the service is out of reach, and goes on when it is back", async () => {
    const page = await enter("overview");
    await page.getByRole("region", { name: "Verdict" }).getByText("In sync").waitFor();

    await dashboard.cut();
    await page.getByText("The service does not answer: it may be restarting.").waitFor();
    await page.getByRole("button", { name: "Reconnecting" }).waitFor();
    await dashboard.restore();

    await page.getByText("The service does not answer: it may be restarting.").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Live" }).waitFor();
    await page.getByRole("region", { name: "Verdict" }).getByText("In sync").waitFor();
  });

  it("pauses everything with a reason that everybody reads", async () => {
    const page = await enter("control");
    await page.getByRole("button", { name: "Pause everything …" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Type pause everything to confirm." }).fill("pause everything");
    const confirm = dialog.getByRole("button", { name: "Pause everything" });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole("textbox", { name: "Reason" }).fill("the main database is imported anew");
    await confirm.click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("Paused: real-time sync is stopped and no schedule fires.").waitFor();
    await page.getByRole("link", { name: "Overview" }).click();
    await page.getByText(/stopped by local: the main database is imported anew/).waitFor();
    await page.getByRole("button", { name: "Start real-time sync" }).click();
    await page.getByRole("region", { name: "Verdict" }).getByText("In sync").waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it("gets everywhere by keyboard", async () => {
    const page = await enter("overview");
    await page.getByRole("region", { name: "Verdict" }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("c");
    await page.getByRole("heading", { name: "Control" }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.reload();
    await page.getByRole("heading", { name: "Control" }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.tagName")).toBe("MAIN");
  });
});

describe("where callers are told apart", () => {
  it("asks for a token, and tells a viewer why they may not stop anything", async () => {
    await using tokens = await tokensOf("viewer", "operator");
    await using guarded = await serveDashboard(async () => undefined, { API_TOKENS_FILE: tokens.path });
    visitor = await visit(browser, guarded.url);
    const { page } = visitor;
    await page.goto(`${guarded.url}/#/control`);
    const signIn = async (token: string): Promise<void> => {
      await page.getByLabel("Access token").fill(token);
      await page.getByRole("button", { name: "Sign in" }).click();
    };

    await signIn("a-wrong-token");
    await page.getByText("That token is not in force.").waitFor();
    await signIn("token-of-viewer");
    const stop = page.getByRole("button", { name: "Stop", exact: true });
    await stop.and(page.locator("[aria-disabled=true]")).waitFor();
    await stop.hover();
    await page.getByRole("tooltip", { name: /Your role \(viewer\) does not allow this/ }).waitFor();
    await page.getByRole("button", { name: "Signed in as the-viewer" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await signIn("token-of-operator");
    await stop.and(page.locator("[aria-disabled=false]")).waitFor();
  });
});

describe("another application", () => {
  it("has the dashboard in its own theme with its own token; closed, it leaves no stream behind", async () => {
    await using tokens = await tokensOf("operator");
    await using host = await serveDashboard(async () => undefined, { API_TOKENS_FILE: tokens.path }, builtHost());
    visitor = await visit(browser, host.url);
    const { page } = visitor;
    const streams = { open: 0 };
    const count = (url: string, by: number): void => {
      if (url.includes("/trpc/events")) streams.open += by;
    };
    page.on("request", (request) => count(request.url(), 1));
    page.on("requestfinished", (request) => count(request.url(), -1));
    page.on("requestfailed", (request) => count(request.url(), -1));
    await page.goto(host.url);

    await page.getByRole("button", { name: "Signed in as the-operator" }).waitFor();
    await page.getByRole("button", { name: "Live" }).waitFor();
    const colour = "getComputedStyle(document.querySelector('a[aria-current=page]')).borderBottomColor";
    expect(await page.evaluate(colour)).toBe("rgb(106, 27, 154)");
    expect(await page.title()).toBe("The property application");
    expect(streams.open).toBe(1);
    await page.getByRole("button", { name: "Close the books" }).click();
    await until("the stream is closed", () => streams.open === 0);
    expect(visitor.complaints).toEqual([]);
  });
});
