import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { ObjectId } from "mongodb";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../support/dashboard/browser.ts";
import { liveADay } from "../support/dashboard/lived-day.ts";
import { storePastRuns } from "../support/dashboard/past-runs.ts";
import { type ServedDashboard, serveDashboard } from "../support/dashboard/served-dashboard.ts";
import { type Visit, visit } from "../support/dashboard/visit.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";

/** Looked at by people; not kept by git. */
const shots = fileURLToPath(new URL("../../test-artefacts/dashboard/", import.meta.url));

/** A payment that nobody can read. */
const malformed = paymentOf(new ObjectId(), { amount: "1,250.00" });
const theHouse = new ObjectId();
const thePayment = new ObjectId();

/** Every page, and what is on it when its answers are there. */
const places = [
  { place: "overview", sign: "Collections" },
  { place: "overview?window=1h", sign: "Collections" },
  { place: "overview?window=24h", sign: "Collections" },
  { place: "consistency", sign: "Newest check" },
  { place: "ledger", sign: "Accounts" },
  { place: `ledger/${theHouse}`, sign: "Transactions" },
  { place: `ledger/explain/payments/${thePayment}`, sign: "Journal" },
  { place: "failures", sign: "Documents" },
  { place: `failures/payments/${malformed._id}`, sign: "What it means for the books now" },
  { place: "runs", sign: "Runs" },
  { place: "runs/deep-1", sign: "Drift" },
  { place: "schedules", sign: "Schedules" },
  { place: "schedules/hourly_sync", sign: "Its runs" },
  { place: "control", sign: "Real-time sync" },
  { place: "audit", sign: "Acts" },
] as const;

/** A detail view's picture is named by its page. */
const shotNameOf = (place: string): string => place.replaceAll(/\/[0-9a-f]{24}/g, "-detail").replaceAll(/\W+/g, "-");

const looks = [
  { look: "light", options: { colorScheme: "light" } },
  { look: "dark", options: { colorScheme: "dark" } },
  { look: "narrow", options: { colorScheme: "light", viewport: { width: 390, height: 844 } } },
] as const;

let browser: Browser;
let dashboard: ServedDashboard;

beforeAll(async () => {
  await mkdir(shots, { recursive: true });
  browser = await openBrowser();
  dashboard = await serveDashboard(fill, { SCHEDULED_SYNC_ENABLED: "true" });
  await storePastRuns(dashboard.databases.accounting, Date.now());
  await leaveTraces(dashboard.url);
});
afterAll(async () => {
  await browser.close();
  await dashboard[Symbol.asyncDispose]();
});

/** Orders for the audit trail to keep: one carried out, one refused. */
const leaveTraces = async (url: string): Promise<void> => {
  const failure = `${url}/api/sync/failures/${encodeURIComponent(`payments/${malformed._id}`)}`;
  await until("the failure is known", async () => (await fetch(failure)).ok);
  await fetch(`${failure}/retry`, { method: "POST" });
  await fetch(`${url}/api/sync/runs/none/cancel`, { method: "POST" });
};

/** Some properties with payments of two currencies, and three payments that nobody can read. */
const fill: Parameters<typeof serveDashboard>[0] = async ({ main, accounting }) => {
  const houses = [
    propertyOf({ _id: theHouse, name: "Willow Court 1" }),
    ...Array.from({ length: 11 }, (_, index) => propertyOf({ name: `Willow Court ${index + 2}` })),
  ];
  await main.collection("properties").insertMany(houses);
  const payments = houses.flatMap(({ _id }, index) => [
    paymentOf(_id, { amount: 1_200 + index * 17.5 }),
    paymentOf(_id, { amount: 52_300, currency: "ZWL" }),
  ]);
  await liveADay(accounting, Date.now());
  await main
    .collection("payments")
    .insertOne(paymentOf(theHouse, { _id: thePayment, amount: 950, referenceNumber: "R-17" }));
  await main.collection("payments").insertMany([...payments, { ...malformed, propertyId: houses[0]?._id }]);
  await main.collection("payments").insertMany(["usd", "$"].map((currency) => paymentOf(houses[1]?._id, { currency })));
};

describe.for(looks)("$look", ({ look, options }) => {
  let visitor: Visit;

  beforeAll(async () => {
    visitor = await visit(browser, dashboard.url, options);
  });
  afterAll(() => visitor[Symbol.asyncDispose]());

  it.for(places)(
    "$place can be used by everybody, asks nobody else and complains of nothing",
    async ({ place, sign }) => {
      const { page, complaints } = visitor;
      await visitor.goTo(place);
      await page.getByRole("heading", { name: sign }).first().waitFor();
      await until("all is loaded", async () => (await page.locator(".MuiSkeleton-root").count()) === 0);

      const { violations } = await new AxeBuilder({ page }).analyze();
      await page.screenshot({ path: `${shots}${shotNameOf(place)}-${look}.png`, fullPage: true });

      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).toBe(
        true,
      );
      expect(complaints).toEqual([]);
    },
  );
});
