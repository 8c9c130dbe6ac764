import { expect, it } from "vitest";
import { isAlive, type Program, startProgram } from "../support/program.ts";
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

it("takes its service with it when it is killed", async () => {
  await using demo = startDemo([]);
  await demo.said("Payments arrive");
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(demo.output())?.[0];
  demo.signal("SIGKILL");
  await demo.exited;
  await until("its service is gone", () =>
    fetch(`${url}/livez`).then(
      () => false,
      () => true,
    ),
  );
  expect(isAlive(demo.processId)).toBe(false);
});

it("says how it is used when it is asked for something else", async () => {
  await using demo = startDemo(["--seconds", "soon"]);
  expect(await demo.exited).toBe(2);
  expect(demo.complaint()).toContain("npm run demo -- --seconds 8");
});
