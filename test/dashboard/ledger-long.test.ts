import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../support/dashboard/browser.ts";
import { type ServedDashboard, serveDashboard } from "../support/dashboard/served-dashboard.ts";
import { type Visit, visit } from "../support/dashboard/visit.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";

const rows = 10_000;
/** Drawn at once, whatever the length of the list. */
const drawnMax = 100;
/** A hundred pages, one behind the other. */
const patienceMs = 120_000;
const dayMs = 86_400_000;
const newestAt = Date.UTC(2024, 0, 1);

const house = propertyOf({ name: "Willow Court 1" });
/** One cent each, so that the balance after the nth oldest is n cents. */
const payments = Array.from({ length: rows }, (_, index) =>
  paymentOf(house._id, {
    amount: 0.01,
    referenceNumber: `R-${index + 1}`,
    paymentDate: new Date(newestAt - (rows - index) * dayMs),
  }),
);

let browser: Browser;
let dashboard: ServedDashboard;
let visitor: Visit;

beforeAll(async () => {
  browser = await openBrowser();
  dashboard = await serveDashboard(async ({ main }) => {
    await main.collection("properties").insertOne(house);
    await main.collection("payments").insertMany(payments);
  });
  await until(
    "all rows are there",
    async () => (await dashboard.databases.accounting.collection("transactions").countDocuments()) === rows,
  );
});
afterEach(() => visitor[Symbol.asyncDispose]());
afterAll(async () => {
  await browser.close();
  await dashboard[Symbol.asyncDispose]();
});

const list = "document.querySelector('[role=region][aria-label=\"Transactions, table\"]')";

/** Every task of the page that held it up for more than 50 ms is noted in `window.longTasks`, in ms. */
const noteLongTasks = `
  window.longTasks = [];
  new PerformanceObserver((seen) => window.longTasks.push(...seen.getEntries().map(({ duration }) => duration)))
    .observe({ type: "longtask", buffered: true });`;

const openAccount = async (): Promise<Page> => {
  visitor = await visit(browser, dashboard.url);
  await visitor.page.addInitScript(noteLongTasks);
  await visitor.goTo(`ledger/${house._id.toHexString()}`);
  await visitor.page.getByText(`Rental payment R-${rows}`).waitFor();
  return visitor.page;
};

const drawnOf = (page: Page): Promise<number> =>
  page.evaluate(`${list}.querySelectorAll('tbody tr[data-index]').length`);

describe(`an account of ${rows} rows`, () => {
  it(
    "is scrolled to its end, and no more is drawn than is seen",
    async () => {
      const page = await openAccount();
      const last = page
        .getByRole("region", { name: "Transactions, table" })
        .getByText("Rental payment R-1", { exact: true });
      const drawn: number[] = [];
      await page.evaluate("window.longTasks.length = 0");

      await until(
        "the last row is in sight",
        async () => {
          await page.evaluate(`${list}.scrollTop = ${list}.scrollHeight`);
          drawn.push(await drawnOf(page));
          return (await last.count()) === 1;
        },
        patienceMs,
      );

      await last.waitFor();
      expect(Math.max(...drawn, await drawnOf(page))).toBeLessThan(drawnMax);
      const longTasks = await page.evaluate<readonly number[]>("window.longTasks");
      console.info(`longest task ${Math.round(Math.max(0, ...longTasks))} ms; ${longTasks.length} above 50 ms`);
      expect(visitor.complaints).toEqual([]);
    },
    2 * patienceMs,
  );

  it("tells the balance after each row, from the newest to the oldest", async () => {
    const page = await openAccount();
    const balances = page
      .getByRole("region", { name: "Transactions, table" })
      .locator("tbody tr[data-index] td:nth-child(4)");
    await until("the first balances are drawn", async () => (await balances.count()) > 3);
    expect((await balances.allInnerTexts()).slice(0, 3)).toEqual(["100.00 USD", "99.99 USD", "99.98 USD"]);
  });

  it("is exported whole, however little of it has been seen", async () => {
    const page = await openAccount();
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export as CSV" }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe("transactions-Willow-Court-1.csv");
    const lines = (await readFile(await download.path(), "utf8")).trimEnd().split(/\r?\n/);
    expect(lines).toHaveLength(rows + 1);
    expect(new Set(lines.slice(1).map((line) => /R-\d+/.exec(line)?.[0])).size).toBe(rows);
    expect(visitor.complaints).toEqual([]);
  });
});
