import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../support/dashboard/browser.ts";
import { type ServedDashboard, serveDashboard } from "../support/dashboard/served-dashboard.ts";
import { type Visit, visit } from "../support/dashboard/visit.ts";
import { propertyOf } from "../support/source-examples.ts";

/** Looked at by people; not kept by git. */
const shots = fileURLToPath(new URL("../../test-artefacts/dashboard/", import.meta.url));

let browser: Browser;
let dashboard: ServedDashboard;
let visitor: Visit;

beforeAll(async () => {
  browser = await openBrowser();
  dashboard = await serveDashboard(({ main }) => main.collection("properties").insertOne(propertyOf()));
});
afterEach(() => visitor[Symbol.asyncDispose]());
afterAll(async () => {
  await browser.close();
  await dashboard[Symbol.asyncDispose]();
});

const order = async (method: string, path: string, body: object): Promise<number> => {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`${dashboard.url}/api/sync${path}`, { method, headers, body: JSON.stringify(body) });
  return answer.status;
};

const enter = async (place: string, options = {}): Promise<Visit["page"]> => {
  visitor = await visit(browser, dashboard.url, options);
  await visitor.goTo(place);
  return visitor.page;
};

describe("who looks at the audit trail", () => {
  it("is taught what comes here, then sees an order arrive and what it changed, at an address of its own", async () => {
    const page = await enter("audit");
    await page.getByText("Nobody has asked for anything yet").waitFor();

    expect(await order("PUT", "/schedules/daily_sync", { cronExpression: "0 3 * * *" })).toBe(200);

    const done = page.getByRole("row", { name: /Change a schedule schedule daily_sync Done/ });
    await done.waitFor();
    await page.getByRole("row", { name: /Change a schedule schedule daily_sync Begun/ }).waitFor();
    await done.getByRole("link", { name: "Change a schedule" }).click();
    const changed = page.getByRole("row", { name: /cronExpression 0 2 \* \* \* 0 3 \* \* \*/ });
    await changed.waitFor();
    await page.reload();
    await changed.waitFor();
    const line = await dashboard.databases.accounting.collection("sync_audit").findOne({ outcome: "succeeded" });
    await page.getByText(`npm run audit -- verify --expect ${line?.seq ?? line?._id}:${line?.hash}`).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it("finds by keyboard what one person did, and is told when it is nothing", async () => {
    expect(await order("POST", "/runs/none/cancel", {})).toBe(404);
    const page = await enter("audit");
    await page.getByRole("row", { name: /Cancel a run run none Refused: not found/ }).waitFor();

    await page.keyboard.press("/");
    await page.keyboard.type("eve");

    await page.getByText("Nobody did such a thing").waitFor();
    expect(await page.evaluate("location.hash")).toBe("#/audit?actor=eve");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("local");
    await page.getByRole("combobox", { name: "What" }).click();
    await page.getByRole("option", { name: "Cancel a run" }).click();
    await page.getByRole("row", { name: /Cancel a run run none Refused: not found/ }).waitFor();
    expect(await page.getByRole("row", { name: /Change a schedule/ }).count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });

  it("is told so where an address names no line", async () => {
    const page = await enter("audit/4711");
    await page.getByText("There is no such line").waitFor();
    await visitor.goTo("audit/4711?at=2024-01-31T00:00:00.000Z");
    await page.getByText("There is no such line").waitFor();
    expect(visitor.complaints).toEqual([]);
  });
});

describe.for([
  { look: "light", options: { colorScheme: "light" } },
  { look: "dark", options: { colorScheme: "dark" } },
  { look: "narrow", options: { colorScheme: "light", viewport: { width: 390, height: 844 } } },
])("one line, $look", ({ look, options }) => {
  it("can be read by everybody", async () => {
    const page = await enter("audit?action=changeSchedule", options);
    await page.getByRole("link", { name: "Change a schedule" }).first().click();
    await page.getByRole("heading", { name: "How it is proven" }).waitFor();

    const { violations } = await new AxeBuilder({ page }).analyze();
    await page.screenshot({ path: `${shots}audit-detail-${look}.png`, fullPage: true });

    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).toBe(
      true,
    );
  });
});
