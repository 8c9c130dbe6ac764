import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../support/dashboard/browser.ts";
import { type LivedDay, liveADay } from "../support/dashboard/lived-day.ts";
import { type ServedDashboard, serveDashboard } from "../support/dashboard/served-dashboard.ts";
import { type Visit, visit } from "../support/dashboard/visit.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";

const house = propertyOf();

let browser: Browser;
let dashboard: ServedDashboard;
let visitor: Visit;
let day: LivedDay;

const pay = (fields = {}) => dashboard.databases.main.collection("payments").insertOne(paymentOf(house._id, fields));

beforeAll(async () => {
  browser = await openBrowser();
  dashboard = await serveDashboard(async ({ main, accounting }) => {
    await main.collection("properties").insertOne(house);
    await main.collection("payments").insertOne(paymentOf(house._id));
    day = await liveADay(accounting, Date.now());
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
  await visitor.page.getByRole("button", { name: "Live" }).waitFor();
  return visitor.page;
};

const panelOf = (page: Visit["page"]) => page.getByRole("region", { name: "Lag and throughput", exact: true });
const changesIn = async (page: Visit["page"]): Promise<number> =>
  Number(
    /([\d,]+) changes? in the last/.exec((await panelOf(page).textContent()) ?? "")?.[1]?.replaceAll(",", "") ?? 0,
  );

describe("the past on the overview", () => {
  it("is there when the page is opened, and goes on as payments come", async () => {
    const page = await enter("overview?window=1h");
    await until("the past is shown", async () => (await changesIn(page)) >= day.paymentsOfLastHour);
    const before = await changesIn(page);

    await pay();

    await until("one more change is shown", async () => (await changesIn(page)) > before);
    expect(visitor.complaints).toEqual([]);
  });

  it("is looked at over another window, which the address keeps", async () => {
    const page = await enter("overview");
    await panelOf(page)
      .getByText(/in the last 15 minutes/)
      .waitFor();
    await page.getByRole("button", { name: "24 h" }).click();
    await panelOf(page)
      .getByText(/changes in the last 24 hours/)
      .waitFor();
    await page.reload();
    await panelOf(page)
      .getByText(/changes in the last 24 hours/)
      .waitFor();
    await panelOf(page).getByText("Changes in each 5 min").waitFor();
    expect(page.url()).toContain("window=24h");
    expect(visitor.complaints).toEqual([]);
  });

  it("says as a table where nothing came, where nobody knows, and where errors were", async () => {
    const page = await enter("overview?window=1h");
    await page.getByRole("button", { name: "As a table" }).click();
    const rows = panelOf(page).getByRole("row");
    await rows.filter({ hasText: "idle" }).first().waitFor();
    await rows.filter({ hasText: "not known" }).first().waitFor();
    await until("the slow stretch is there", async () => (await rows.filter({ hasText: /1\.[4-9] s/ }).count()) > 0);
    expect(visitor.complaints).toEqual([]);
  });
});

describe("the collections on the overview", () => {
  it("tell when each has changed, how far it is behind, and lead to what fails in it", async () => {
    const page = await enter("overview");
    const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "payments" }) });
    await row.waitFor();
    const failures = async (): Promise<string> => (await row.getByRole("cell").last().textContent()) ?? "";
    expect(await failures()).toBe("0");

    await pay({ amount: "1,250.00" });

    await until("the failure is counted", async () => (await failures()) === "1");
    await row.getByText("just now").waitFor();
    const isBehind = /^(\d+ ms|\d+\.\d s)$/;
    await until("the lag is known", async () =>
      isBehind.test((await row.getByRole("cell").nth(3).textContent()) ?? ""),
    );
    expect(visitor.complaints).toEqual([]);
  });
});
