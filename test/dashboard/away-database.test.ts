import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MongoClient } from "mongodb";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type EmbeddedMongo, startEmbeddedMongo } from "../../src/adapters/embedded-mongo/embedded-mongo.ts";
import { freePort } from "../../src/adapters/embedded-mongo/free-port.ts";
import { openBrowser } from "../support/dashboard/browser.ts";
import { type ServedDashboard, serveDashboard } from "../support/dashboard/served-dashboard.ts";
import { visit } from "../support/dashboard/visit.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";

const house = propertyOf();
/** What is waited for is told by the service only once it has given up on a database. Unit: ms. */
const timeout = 60_000;

let directory: string;
let port: number;
let books: EmbeddedMongo;
let dashboard: ServedDashboard;
let browser: Browser;

/** The accounting database's own server, on the same port and data each time. */
const startBooks = (): Promise<EmbeddedMongo> =>
  startEmbeddedMongo({
    directory,
    port,
    environment: process.env,
    progress: () => undefined,
    mongodArguments: ["--wiredTigerCacheSizeGB", "0.25"],
  });

const booksUri = (): string => books.uri.replace("/?", "/books?");

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "ledgersync-away-"));
  port = await freePort();
  books = await startBooks();
  browser = await openBrowser();
  dashboard = await serveDashboard(({ main }) => main.collection("properties").insertOne(house), {
    ACCOUNTING_DB_URI: booksUri(),
  });
});
afterAll(async () => {
  await browser.close();
  await dashboard[Symbol.asyncDispose]();
  await books.stop();
  await rm(directory, { recursive: true, force: true });
});

it("shows amber and why while the accounting database is away, and recovers by itself when it is back", async () => {
  await using visitor = await visit(browser, dashboard.url);
  const { page, complaints } = visitor;
  await visitor.goTo("overview");
  const verdict = page.getByRole("region", { name: "Verdict" });
  await verdict.getByText("In sync", { exact: true }).waitFor({ timeout });

  for (const id of books.processIds) process.kill(id, "SIGKILL");
  await books.stop();
  await verdict.getByText("A database is away").waitFor({ timeout });
  const colour = "getComputedStyle(document.querySelector('[aria-label=Verdict] strong')).color";
  expect(await page.evaluate(colour)).toBe("rgb(143, 83, 0)");
  await page.getByText("Nothing is lost; sync goes on by itself when the database is back.").waitFor();
  const payment = paymentOf(house._id);
  await dashboard.databases.main.collection("payments").insertOne(payment);
  books = await startBooks();

  await verdict.getByText("In sync", { exact: true }).waitFor({ timeout });
  await using client = await new MongoClient(booksUri()).connect();
  const row = { _id: `payments/${payment._id.toHexString()}/income` as never };
  await until("the payment is in the books", () => client.db().collection("transactions").findOne(row));
  // That single answers were refused meanwhile is what the browser notes; anything else is a complaint.
  expect(complaints.filter((text) => !text.includes("status of 503"))).toEqual([]);
}, 180_000);
