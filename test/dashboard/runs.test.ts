import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../support/dashboard/browser.ts";
import { storePastRuns } from "../support/dashboard/past-runs.ts";
import { type ServedDashboard, serveDashboard } from "../support/dashboard/served-dashboard.ts";
import { type Visit, visit } from "../support/dashboard/visit.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";

let browser: Browser;
let dashboard: ServedDashboard;
let visitor: Visit;

/** So slow that a run is under way for as long as anybody looks. */
const slow = { FULL_SYNC_MAX_ROWS_PER_SECOND: "20" };

beforeAll(async () => {
  browser = await openBrowser();
  dashboard = await serveDashboard(async ({ main }) => {
    const house = propertyOf();
    await main.collection("properties").insertOne(house);
    await main.collection("payments").insertMany(Array.from({ length: 3_000 }, () => paymentOf(house._id)));
  }, slow);
  await storePastRuns(dashboard.databases.accounting, Date.now());
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

const rows = (page: Visit["page"]) => page.getByRole("table").getByRole("row");

describe("the history of runs", () => {
  it("is narrowed down in the address, so that what is seen can be linked to", async () => {
    const page = await enter("runs");
    await page.getByRole("link", { name: "Full sync (dry run)" }).waitFor();
    await page.getByRole("combobox", { name: "State" }).click();
    await page.getByRole("option", { name: "Skipped" }).click();
    await until("the others are gone", async () => (await rows(page).count()) === 2);
    expect(new URL(page.url()).hash).toBe("#/runs?state=skipped");
    await page.getByText("another run was active").waitFor();
    await page.reload();
    await page.getByRole("link", { name: "hourly_sync" }).waitFor();
    expect(await rows(page).count()).toBe(2);
    await page.getByRole("combobox", { name: "Kind" }).click();
    await page.getByRole("option", { name: "Deep sync" }).click();
    await page.getByText("No run is like that").waitFor();
    await page.getByRole("link", { name: "Show all runs" }).click();
    await page.getByRole("link", { name: "Full sync (dry run)" }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it("leads to a run that waits for a person, and from there to where it is confirmed", async () => {
    const page = await enter("runs?state=failed&kind=full");
    await page.getByText("waits for a confirmation").waitFor();
    await page.getByRole("link", { name: "Full sync" }).click();
    await page.getByRole("heading", { name: "Full sync" }).waitFor();
    await page.getByText("4 of 25 rows would be taken back").waitFor();
    const phases = page.getByRole("list", { name: "Phases" }).getByRole("listitem");
    expect(await phases.allTextContents()).toEqual([
      expect.stringContaining("Properties, done"),
      expect.stringContaining("Payments, done"),
      expect.stringContaining("Count what is gone, ended here"),
      expect.stringContaining("Take rows back, not reached"),
      expect.stringContaining("Archive accounts, not reached"),
    ]);
    await page.getByRole("link", { name: "Review and confirm" }).click();
    await page.getByRole("heading", { name: "Control" }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it("tells what a run went on with, what it corrected, and the trace that finds it in the log", async () => {
    const page = await enter("runs/deep-1");
    await page.getByRole("heading", { name: "Deep sync" }).waitFor();
    await page.getByText("Succeeded after 9 min").waitFor();
    await page.getByText("payments/64b7f1c2e4b0a1a2b3c4d5e7").waitFor();
    await page.getByRole("button", { name: "Copy the trace's id" }).waitFor();
    await page.getByTitle("4bf92f3577b34da6a3ce929d0e0e4736").waitFor();
    await page.getByRole("link", { name: "the run that waited for a confirmation" }).click();
    await page.getByText("Failed after 2 min").waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it("says that there is no such run, and the way back", async () => {
    const page = await enter("runs/never");
    await page.getByText("There is no run never.").waitFor();
    await page.getByRole("link", { name: "← Runs" }).click();
    await page.getByRole("heading", { name: "Runs" }).waitFor();
  });
});

it("is reached by keyboard, as the schedules are", async () => {
  const page = await enter("control");
  await page.getByRole("heading", { name: "Control" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await page.getByRole("heading", { name: "Runs" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.getByRole("heading", { name: "Schedules" }).waitFor();
  expect(visitor.complaints).toEqual([]);
});

describe("a run under way", () => {
  it("is seen to go on, and ends when it is cancelled", async () => {
    const page = await enter("runs?state=running");
    await page.getByRole("main").getByRole("link", { name: "First sync" }).click();
    const progress = page.getByRole("progressbar", { name: "First sync: progress" });
    await progress.waitFor();
    await page.getByText(/Payments · [\d,]+ of [\d,]+/).waitFor();
    await page.getByText("Payments, under way").waitFor();
    const told = () => page.getByText(/^Running for/).textContent();
    const before = await told();
    await until("it has gone on", async () => (await told()) !== before);
    await page.getByRole("button", { name: "Cancel run …" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/\/api\/sync\/runs\/.*\/cancel/).waitFor();
    await dialog.getByRole("button", { name: "Cancel the run" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText(/^Cancelled after/).waitFor();
    await progress.waitFor({ state: "hidden" });
    await page.getByText("Payments, ended here").waitFor();
    expect(visitor.complaints).toEqual([]);
  });
});
