import { type Document, Long, ObjectId } from "mongodb";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { openBrowser } from "../support/dashboard/browser.ts";
import { type ServedDashboard, serveDashboard } from "../support/dashboard/served-dashboard.ts";
import { expectUsable } from "../support/dashboard/usable.ts";
import { type Visit, visit } from "../support/dashboard/visit.ts";
import { ownerOf, paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";

const owner = ownerOf("Ann", "Moyo");
const houses = Array.from({ length: 9 }, (_, index) =>
  propertyOf({ name: `Willow Court ${index + 1}`, ownerId: owner._id }),
);
const payments = houses.flatMap(({ _id }, index) => [
  paymentOf(_id, { amount: 1_200 + index * 17.5 }),
  paymentOf(_id, { amount: 52_300, currency: "ZWL" }),
]);

const looks = [
  { look: "light", options: { colorScheme: "light" } },
  { look: "dark", options: { colorScheme: "dark" } },
  { look: "narrow", options: { colorScheme: "light", viewport: { width: 390, height: 844 } } },
] as const;

let browser: Browser;
let dashboard: ServedDashboard;
let checkId: string;
let planId: string;

beforeAll(async () => {
  browser = await openBrowser();
  dashboard = await serveDashboard(async ({ main }) => {
    await main.collection("users").insertOne(owner);
    await main.collection("properties").insertMany(houses);
    const unreadable = paymentOf(houses[0]?._id, { amount: "1,250.00" });
    await main.collection("payments").insertMany([...payments, unreadable]);
  });
  const { accounting } = dashboard.databases;
  await until("the first check is complete", () => accounting.collection("sync_checks").findOne({ state: "complete" }));
  await damage();
  const asked = await post("/consistency/checks");
  checkId = asked.id;
  await until("the check is complete", () =>
    accounting.collection<Row>("sync_checks").findOne({ _id: checkId, state: "complete" }),
  );
  planId = (await post(`/consistency/checks/${checkId}/fix-plans`)).id;
});
afterAll(async () => {
  await browser.close();
  await dashboard[Symbol.asyncDispose]();
});

type Row = Document & { readonly _id: string };

/** One of nearly everything that can be wrong. */
const damage = async (): Promise<void> => {
  const { accounting } = dashboard.databases;
  const rows = accounting.collection<Row>("transactions");
  const rowId = (index: number): string => `payments/${payments[index]?._id}/income`;
  await rows.updateOne({ _id: rowId(0) }, { $set: { amountMinor: Long.fromNumber(12_000) } });
  await rows.updateOne({ _id: rowId(3) }, { $set: { amountMinor: Long.fromNumber(52_300_00 + 1) } });
  await rows.updateOne({ _id: rowId(4) }, { $set: { description: "rent", paymentMethod: "cash" } });
  await rows.deleteOne({ _id: rowId(6) });
  const row = await rows.findOne({ _id: rowId(8) }, { promoteValues: false });
  await rows.insertOne({ ...row, _id: `payments/${new ObjectId()}/income` });
  const accounts = accounting.collection("accounts");
  const [, , , , , fifth, sixth] = houses.map(({ _id }) => _id);
  await accounts.updateOne(
    { _id: fifth ?? new ObjectId() },
    { $set: { "balances.USD.incomeMinor": Long.fromNumber(3) } },
  );
  await accounts.updateOne({ _id: sixth ?? new ObjectId() }, { $set: { ownerName: "Somebody Else" } });
  await accounting
    .collection("journal")
    .updateOne({ rowId: rowId(14) }, { $set: { "after.amountMinor": Long.fromNumber(7) } });
};

const post = async (path: string): Promise<{ readonly id: string }> => {
  const response = await fetch(`${dashboard.url}/api/sync${path}`, { method: "POST" });
  const { data } = (await response.json()) as { readonly data: { readonly id: string } };
  return data;
};

describe.for(looks)("$look", ({ look, options }) => {
  let visitor: Visit;

  beforeAll(async () => {
    visitor = await visit(browser, dashboard.url, options);
  });
  afterAll(() => visitor[Symbol.asyncDispose]());

  it("the proof and the checks can be used by everybody", async () => {
    await visitor.goTo("consistency");
    await visitor.page.getByRole("link", { name: "Look at the findings" }).waitFor();
    await expectUsable(visitor, `consistency-${look}`);
  });

  it("a check and its findings can be used by everybody", async () => {
    await visitor.goTo(`consistency/checks/${checkId}`);
    await visitor.page.getByRole("region", { name: "Findings, table" }).waitFor();
    await expectUsable(visitor, `consistency-check-${look}`);
  });

  it("a fix plan can be used by everybody", async () => {
    await visitor.goTo(`consistency/plans/${planId}`);
    await visitor.page.getByRole("region", { name: "Fixes, table" }).waitFor();
    await visitor.page.getByRole("region", { name: "Not in this plan" }).waitFor();
    await expectUsable(visitor, `consistency-plan-${look}`);
  });
});
