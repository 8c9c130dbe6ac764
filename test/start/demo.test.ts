import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Program, startProgram } from "../support/program.ts";
import { until } from "../support/until.ts";

const startDemo = (args: readonly string[], environment = {}): Program =>
  startProgram({ PORT: "0", ...environment }, { script: "cli/demo.ts", args });

it("fills a ledger, shows each new payment in it within a blink, proves the sums, and leaves nothing behind", async () => {
  await using demo = startDemo(["--seconds", "8"], { MONGODB_URI: "mongodb://never.example", POSTING_POLICY: "gross" });
  expect(await demo.exited).toBe(0);
  expect(demo.complaint()).toBe("");
  const text = demo.output();
  expect(text).toMatch(/50 properties, 20 owners, 1,000 payments in USD and ZWL/);
  expect(text).toMatch(/\d+ rows in 51 accounts/);
  expect(text.match(/to the cent what the payments add up to/g)).toHaveLength(2);
  expect(text).toContain("3 payments cannot be read");
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
  expect(text).toContain(`curl -X GET  ${url}/api/sync/status`);
  expect(text).toContain("its account is named");
  expect(text).toContain("was corrected to 1250");
  const [, count, half] = /(\d+) payments: half of them seen within (\d+) ms/.exec(text) ?? [];
  expect(Number(count)).toBeGreaterThan(8);
  expect(Number(half)).toBeLessThan(500);
  await expect(fetch(`${url}/livez`)).rejects.toThrow("fetch failed");
});

it("ends in order on Ctrl-C", async () => {
  await using demo = startDemo([]);
  await demo.said("Payments arrive");
  demo.signal("SIGINT");
  expect(await demo.exited).toBe(0);
  expect(demo.output()).toMatch(/Everything is stopped, nothing stays behind\.\n$/);
});

it("takes its service and its MongoDB with it when it is killed", async () => {
  const directory = await mkdtemp(join(tmpdir(), "ledgersync-demo-"));
  await using demo = startDemo([], { TMPDIR: directory });
  await demo.said("Payments arrive");
  const [service] = /http:\/\/127\.0\.0\.1:\d+/.exec(demo.output()) ?? [];
  const [, mongoPort] = /mongodb:\/\/127\.0\.0\.1:(\d+)/.exec(demo.output()) ?? [];
  const isGone = (url: string): Promise<boolean> =>
    fetch(url).then(
      () => false,
      () => true,
    );
  demo.signal("SIGKILL");
  await demo.exited;
  await until("its service is gone", () => isGone(`${service}/livez`));
  await until("its MongoDB is gone", () => isGone(`http://127.0.0.1:${mongoPort}/`));
  await rm(directory, { recursive: true, maxRetries: 10 });
});

it("says how it is used when it is asked for something else", async () => {
  await using demo = startDemo(["--seconds", "soon"]);
  expect(await demo.exited).toBe(2);
  expect(demo.complaint()).toContain("npm run demo -- --seconds 8");
});
