import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../support/dashboard/browser.ts";
import { type ServedDashboard, serveDashboard } from "../support/dashboard/served-dashboard.ts";
import { visit } from "../support/dashboard/visit.ts";

const screenshots = join(import.meta.dirname, "../../test-artefacts/dashboard");

let browser: Browser;
let served: ServedDashboard;

beforeAll(async () => {
  browser = await openBrowser();
  served = await serveDashboard(async () => undefined);
});
afterAll(async () => {
  await browser.close();
  await served[Symbol.asyncDispose]();
});

describe("the API reference", () => {
  it.for(["light", "dark"] as const)("shows the whole contract, asking nobody but this service (%s)", async (theme) => {
    await using visitor = await visit(browser, served.url, { colorScheme: theme });
    const { page, complaints } = visitor;
    await page.goto(`${served.url}/docs`);

    await page.getByRole("heading", { name: "ledgersync", exact: true }).waitFor();
    await page.getByRole("link", { name: "Start real-time sync" }).waitFor();
    await page.screenshot({ path: join(screenshots, `api-reference-${theme}.png`) });
    expect(await page.title()).toMatch(/ledgersync/);
    expect(complaints).toEqual([]);
  });

  it("sends a request to this service, and shows what it answers", async () => {
    await using visitor = await visit(browser, served.url);
    const { page, complaints } = visitor;
    await page.goto(`${served.url}/docs#tag/status/GET/api/sync/status`);

    await page
      .getByRole("button", { name: /Test Request.*\/api\/sync\/status/ })
      .first()
      .click();
    const answered = page.waitForResponse(`${served.url}/api/sync/status`);
    await page.getByRole("button", { name: /^Send get request/ }).click();
    expect((await answered).status()).toBe(200);
    await page.getByRole("dialog").getByText("200 OK").waitFor();
    await page.screenshot({ path: join(screenshots, "api-reference-request.png") });
    expect(complaints).toEqual([]);
  });
});
