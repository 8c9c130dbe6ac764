import type { Document } from "mongodb";
import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openBrowser } from "../support/dashboard/browser.ts";
import { type ServedDashboard, serveDashboard } from "../support/dashboard/served-dashboard.ts";
import { visit } from "../support/dashboard/visit.ts";
import { measured } from "../support/measured.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { keepDoing } from "../support/traffic.ts";
import { until } from "../support/until.ts";

/** Half an hour by hand: `DASHBOARD_SOAK_MINUTES=30 npx vitest run test/dashboard/soak.test.ts`. */
const soakMs = Number(process.env.DASHBOARD_SOAK_MINUTES ?? "0.3") * 60_000;
/** Until what is loaded once is loaded and compiled. Unit: ms. */
const warmMs = Math.min(120_000, soakMs / 2);
const changesPerWrite = 10;
const writePauseMs = 100;
/** What may be between two pictures, collections and caches of the browser's own. Unit: bytes. */
const heapGrowthMax = 4_000_000;
const nodeGrowthMax = 1_500;

const house = propertyOf();
const payments = Array.from({ length: 500 }, () => paymentOf(house._id));

let browser: Browser;
let dashboard: ServedDashboard;

beforeAll(async () => {
  browser = await openBrowser();
  dashboard = await serveDashboard(async ({ main }) => {
    await main.collection("properties").insertOne(house);
    await main.collection<Document>("payments").insertMany(payments);
  });
});
afterAll(async () => {
  await browser.close();
  await dashboard[Symbol.asyncDispose]();
});

type Held = { readonly heapBytes: number; readonly nodes: number; readonly listeners: number };

/** What the page holds when everything that can be forgotten is. */
const heldBy = async (devtools: CDPSession): Promise<Held> => {
  await devtools.send("HeapProfiler.collectGarbage");
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await devtools.send("Memory.getDOMCounters");
  return { heapBytes: usedSize, nodes, listeners: jsEventListeners };
};

/** Counts frames and tasks that hold them up, from inside the page. */
const watchFrames = `
  window.soak = { frames: 0, since: performance.now(), longTasks: [] };
  const frame = () => { window.soak.frames += 1; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.soak.longTasks.push(Math.round(duration));
  }).observe({ type: "longtask" });
`;

type Frames = { readonly perSecond: number; readonly longTasks: number; readonly longestMs: number };

const framesOf = (page: Page): Promise<Frames> =>
  page.evaluate(`({
    perSecond: Math.round(window.soak.frames / ((performance.now() - window.soak.since) / 1_000)),
    longTasks: window.soak.longTasks.length,
    longestMs: Math.max(0, ...window.soak.longTasks),
  })`);

const pass = (ms: number): Promise<boolean> => {
  const end = performance.now() + ms;
  return until("the time is over", () => performance.now() >= end, ms + 10_000);
};

it(
  "holds no more after a long time under 100 changes a second than after a short one",
  async () => {
    await using visitor = await visit(browser, dashboard.url);
    const { page } = visitor;
    await visitor.goTo("overview");
    await page.getByRole("button", { name: "Live" }).waitFor();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("HeapProfiler.enable");
    let cents = 0;
    const change = () => {
      const writes = Array.from({ length: changesPerWrite }, () => {
        cents += 1;
        const filter = { _id: payments[cents % payments.length]?._id as never };
        return { updateOne: { filter, update: { $set: { amount: (100_000 + cents) / 100 } } } };
      });
      return dashboard.databases.main.collection("payments").bulkWrite(writes);
    };
    await using _changes = keepDoing(change, writePauseMs);

    await pass(warmMs);
    const before = await heldBy(devtools);
    await page.evaluate(watchFrames);
    await pass(soakMs - warmMs);
    const frames = await framesOf(page);
    const after = await heldBy(devtools);
    measured("the overview left open under changes", { soakMs, changes: cents, before, after, frames });

    expect(after.heapBytes - before.heapBytes).toBeLessThan(heapGrowthMax);
    expect(after.nodes - before.nodes).toBeLessThan(nodeGrowthMax);
    expect(cents).toBeGreaterThan(0);
    expect(visitor.complaints).toEqual([]);
  },
  soakMs + 60_000,
);
