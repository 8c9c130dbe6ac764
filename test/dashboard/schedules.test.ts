import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../support/dashboard/browser.ts";
import { storePastRuns } from "../support/dashboard/past-runs.ts";
import { type ServedDashboard, serveDashboard } from "../support/dashboard/served-dashboard.ts";
import { tokensOf } from "../support/dashboard/token-file.ts";
import { type Visit, visit } from "../support/dashboard/visit.ts";
import { settableClock } from "../support/settable-clock.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const midnight = Date.UTC(2030, 0, 1);

const time = settableClock(midnight + 10 * minuteMs);
const firing = { SCHEDULED_SYNC_ENABLED: "true" };

/** Looked at by people; not kept by git. */
const shots = fileURLToPath(new URL("../../test-artefacts/dashboard/", import.meta.url));

const looks = [
  { look: "light", options: { colorScheme: "light" } },
  { look: "dark", options: { colorScheme: "dark" } },
  { look: "narrow", options: { colorScheme: "light", viewport: { width: 390, height: 844 } } },
] as const;

let browser: Browser;
let dashboard: ServedDashboard;
let visitor: Visit;

beforeAll(async () => {
  await mkdir(shots, { recursive: true });
  browser = await openBrowser();
  const fill: Parameters<typeof serveDashboard>[0] = async ({ main }) => {
    const house = propertyOf();
    await main.collection("properties").insertOne(house);
    await main.collection("payments").insertMany([paymentOf(house._id), paymentOf(house._id)]);
  };
  dashboard = await serveDashboard(fill, firing, undefined, { clock: time.clock });
  await storePastRuns(dashboard.databases.accounting, midnight - hourMs);
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

/** A refused line is an answer of 422, which the browser notes by itself. */
const otherComplaints = (): readonly string[] => visitor.complaints.filter((text) => !text.includes("422"));

const schedulePath = (name: string): string => `${dashboard.url}/api/sync/schedules/${name}`;

const send = async (method: string, name: string, body: object): Promise<void> => {
  const request = { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(method === "POST" ? schedulePath("").slice(0, -1) : schedulePath(name), request);
  expect(answer.ok).toBe(true);
};

const stored = async (name: string): Promise<Record<string, unknown>> => {
  const answer = (await (await fetch(schedulePath(name))).json()) as { readonly data: Record<string, unknown> };
  return answer.data;
};

/** What axe finds in the dialog as it is now, of which a picture is kept. */
const violationsOf = async (page: Visit["page"], shot: string): Promise<readonly string[]> => {
  await page.screenshot({ path: `${shots}${shot}.png` });
  const { violations } = await new AxeBuilder({ page }).include("[role=dialog]").analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
};

describe("a schedule", () => {
  it("that is changed here fires by its new line, also after a restart of the service", async () => {
    const page = await enter("schedules/daily_sync");
    await page.getByRole("heading", { name: "At 02:00" }).waitFor();
    await page.getByRole("button", { name: "Edit …" }).click();
    const dialog = page.getByRole("dialog", { name: "Change daily_sync" });
    await dialog.getByRole("textbox", { name: "Cron line" }).fill("30 5 * * *");
    await dialog.getByRole("combobox", { name: "Time zone" }).fill("Africa/Harare");
    const preview = dialog.getByRole("region", { name: "Preview" });
    await preview.getByText("At 05:30").waitFor();
    await preview.getByRole("cell", { name: /1 Jan 2030.*05:30 (CAT|GMT\+2)/ }).waitFor();
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("heading", { name: "At 05:30" }).waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor[Symbol.asyncDispose]();

    await dashboard.restart();
    const again = await enter("schedules/daily_sync");
    await again.getByRole("heading", { name: "At 05:30" }).waitFor();
    await again.getByText("It has not run yet").waitFor();
    // 05:30 in Harare is 03:30 in UTC.
    time.set(midnight + 3.5 * hourMs + 1_000);
    await again.getByRole("table").getByRole("link", { name: "Full sync" }).waitFor();
    await again.getByRole("cell", { name: "Succeeded" }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it("is refused with the reader's own reason beside the field, and not saved", async () => {
    const page = await enter("schedules/weekly_consistency_check");
    await page.getByRole("button", { name: "Edit …" }).click();
    const dialog = page.getByRole("dialog");
    const line = dialog.getByRole("textbox", { name: "Cron line" });
    const save = dialog.getByRole("button", { name: "Save" });
    await line.fill("60 * * * *");
    await dialog.getByText("Invalid value for minute: 60").waitFor();
    expect(await line.getAttribute("aria-invalid")).toBe("true");
    expect(await save.isDisabled()).toBe(true);
    await line.fill("0 0 30 2 *");
    await dialog.getByText("Never fires: no date matches it.").waitFor();
    await line.fill("0 3 * * 0");
    await dialog.getByText("At 03:00, only on Sunday").waitFor();
    await dialog.getByRole("combobox", { name: "Time zone" }).fill("Mars/Olympus");
    await dialog.getByText(/Use an IANA name such as Europe\/Berlin/).waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    expect(await stored("weekly_consistency_check")).toMatchObject({ cronExpression: "0 3 * * 0", timezone: "UTC" });
    expect(otherComplaints()).toEqual([]);
  });

  it("is made, run at once, found in its history, and deleted for good", async () => {
    const page = await enter("schedules");
    await page.getByRole("button", { name: "New schedule …" }).click();
    const dialog = page.getByRole("dialog", { name: "New schedule" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("each_morning");
    await dialog.getByRole("button", { name: "Every night" }).click();
    await dialog.getByText("At 02:00", { exact: true }).waitFor();
    await dialog.getByRole("button", { name: "Create" }).click();
    await page.getByRole("heading", { name: "each_morning" }).waitFor();
    await page.getByText("It has not run yet").waitFor();

    await page.getByRole("button", { name: "Run now" }).click();
    await page.getByText("Full sync has begun.").waitFor();
    await page.getByRole("cell", { name: "Succeeded" }).waitFor();
    await page.getByRole("link", { name: "Follow it" }).click();
    await page.getByText(/^Succeeded after/).waitFor();
    await page.getByRole("link", { name: "each_morning" }).first().click();

    await page.getByRole("button", { name: "Delete …" }).click();
    const confirm = page.getByRole("dialog", { name: "Delete each_morning?" });
    await confirm.getByText("curl -X DELETE").waitFor();
    await confirm.getByRole("textbox", { name: "Type each_morning to confirm." }).fill("each_morning");
    await confirm.getByRole("button", { name: "Delete the schedule" }).click();
    await page.getByRole("heading", { name: "Schedules" }).waitFor();
    await page.getByRole("link", { name: "each_morning" }).waitFor({ state: "hidden" });
    expect((await fetch(schedulePath("each_morning"))).status).toBe(404);
    expect(visitor.complaints).toEqual([]);
  });

  it("that somebody else changes meanwhile is not written over: both are shown", async () => {
    const page = await enter("schedules/monthly_deep_sync");
    await page.getByRole("button", { name: "Edit …" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Cron line" }).fill("0 5 1 * *");
    await send("PUT", "monthly_deep_sync", { cronExpression: "0 6 1 * *", description: "On the first" });
    await dialog.getByText("Somebody else has changed this schedule meanwhile").waitFor();
    await dialog.getByText("theirs 0 6 1 * *, yours 0 5 1 * *").waitFor();
    const save = dialog.getByRole("button", { name: "Save" });
    expect(await save.isDisabled()).toBe(true);
    await dialog.getByRole("button", { name: "Keep my changes" }).click();
    await save.click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("heading", { name: /05:00/ }).waitFor();
    expect(await stored("monthly_deep_sync")).toMatchObject({
      cronExpression: "0 5 1 * *",
      description: "On the first",
    });
    expect(visitor.complaints).toEqual([]);
  });

  it("is switched off and on in the list, and says when it would run", async () => {
    const page = await enter("schedules");
    const row = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: "monthly_deep_sync" }) });
    const enabled = row.getByRole("switch", { name: "monthly_deep_sync enabled" });
    await enabled.click();
    await row.getByText("disabled").waitFor();
    await row.getByRole("link", { name: "monthly_deep_sync" }).click();
    await page.getByText("It does not run now.").waitFor();
    await page.getByRole("button", { name: "Enable" }).click();
    await page.getByText("The next runs:").waitFor();
    expect(await stored("monthly_deep_sync")).toMatchObject({ enabled: true });
    expect(visitor.complaints).toEqual([]);
  });

  it("tells what the change of the clocks does to it", async () => {
    await send("POST", "", { name: "in_berlin", cronExpression: "30 2 * * *", timezone: "Europe/Berlin" });
    const page = await enter("schedules/in_berlin");
    await page.getByText(/2030-03-31: clocks in Europe\/Berlin go from 02:00 to 03:00/).waitFor();
    await page.getByText(/2030-10-27: clocks in Europe\/Berlin go from 03:00 to 02:00/).waitFor();
    await page
      .getByRole("cell", { name: /02:30 (CET|GMT\+1)/ })
      .first()
      .waitFor();
    expect(visitor.complaints).toEqual([]);
  });
});

describe("the last runs of a schedule", () => {
  it("are seen at a glance, with the reason of what was skipped, and lead to the run", async () => {
    const page = await enter("schedules");
    const marks = page.getByRole("list", { name: "Last runs of hourly_sync" }).getByRole("link");
    const skipped = marks.and(
      page.getByRole("link", { name: /^Skipped.*Run hourly-4, which the schedule began before/ }),
    );
    await skipped.focus();
    await page.getByRole("tooltip", { name: /still active/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("Another run was active").waitFor();
    await page.getByRole("link", { name: "hourly_sync" }).click();
    await page.getByRole("heading", { name: "hourly_sync" }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });
});

/** A form is looked at three times, in a machine that others use, too. Unit: ms. */
const formTimeoutMs = 150_000;

describe.for(looks)("the form, $look,", ({ look, options }) => {
  it("can be used by everybody, also while it refuses and while it shows what somebody else has done", {
    timeout: formTimeoutMs,
  }, async () => {
    visitor = await visit(browser, dashboard.url, options);
    const { page } = visitor;
    await visitor.goTo("schedules/hourly_sync");
    await page.getByRole("button", { name: "Edit …" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Cron line" }).fill("30 2 * * *");
    await dialog.getByRole("combobox", { name: "Time zone" }).fill("Europe/Berlin");
    await page.keyboard.press("Tab");
    await dialog.getByText(/clocks in Europe\/Berlin go from 02:00 to 03:00/).waitFor();
    await page.getByRole("listbox").waitFor({ state: "hidden" });
    expect(await violationsOf(page, `schedules-form-${look}`)).toEqual([]);
    await send("PUT", "hourly_sync", { description: `seen in ${look}` });
    await dialog.getByText("Somebody else has changed this schedule meanwhile").waitFor();
    expect(await violationsOf(page, `schedules-conflict-${look}`)).toEqual([]);
    await dialog.getByRole("button", { name: "Take theirs" }).click();
    await dialog.getByRole("textbox", { name: "Cron line" }).fill("99 2 * * *");
    await dialog.getByText("Invalid value for minute: 99").waitFor();
    expect(await violationsOf(page, `schedules-refused-${look}`)).toEqual([]);
    expect(otherComplaints()).toEqual([]);
  });
});

describe("who may only look", () => {
  it("reads everything, and why the rest is not for them", async () => {
    await using tokens = await tokensOf("viewer");
    await using guarded = await serveDashboard(async () => undefined, { ...firing, API_TOKENS_FILE: tokens.path });
    visitor = await visit(browser, guarded.url);
    const { page } = visitor;
    await page.goto(`${guarded.url}/#/schedules`);
    await page.getByLabel("Access token").fill("token-of-viewer");
    await page.getByRole("button", { name: "Sign in" }).click();
    const create = page.getByRole("button", { name: "New schedule …" });
    await create.and(page.locator("[aria-disabled=true]")).waitFor();
    await create.hover();
    await page.getByRole("tooltip", { name: /Your role \(viewer\) does not allow this/ }).waitFor();
    const enabled = page.getByRole("switch", { name: "daily_sync enabled" });
    await enabled.press("Space");
    expect(await enabled.isChecked()).toBe(true);
    await page.getByRole("link", { name: "daily_sync" }).click();
    await page.getByText("The next runs:").waitFor();
    for (const name of ["Run now", "Edit …", "Disable", "Delete …"])
      await page.getByRole("button", { name }).and(page.locator("[aria-disabled=true]")).waitFor();
  });
});
