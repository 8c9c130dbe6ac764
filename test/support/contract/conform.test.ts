import { describe, expect, it } from "vitest";
import { statusToWire } from "../../../src/contract/status-to-wire.ts";
import { sampleStatus } from "../http-samples.ts";
import { expectConformance } from "./conform.ts";
import { unseenStatuses } from "./coverage.ts";
import { operations } from "./document.ts";

const headers = {
  "Content-Type": "application/json",
  "X-Request-Id": "r",
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'",
  "X-Content-Type-Options": "nosniff",
};
const good = { success: true, data: statusToWire(sampleStatus, 0) };
const url = "http://localhost/api/sync";

type Sent = { readonly status?: number; readonly body?: unknown; readonly headers?: Record<string, string> };

const exchange = (request: Request, { status = 200, body = good, headers: changed = {} }: Sent = {}): Promise<void> =>
  expectConformance({
    request,
    response: new Response(JSON.stringify(body), { status, headers: { ...headers, ...changed } }),
  });

const status = (sent: Sent = {}): Promise<void> => exchange(new Request(`${url}/status`), sent);

describe("the gate between tests and service", () => {
  it("lets pass what the contract says", async () => {
    await expect(status()).resolves.toBeUndefined();
  });

  it.for<readonly [string, Sent, string]>([
    ["a status that is not documented", { status: 418 }, "status: 418 is not documented"],
    ["a missing field", { body: { success: true } }, "must have required property 'data'"],
    [
      "a field of another type",
      { body: { success: true, data: { ...good.data, unitShare: "1" } } },
      "/data/unitShare must be number",
    ],
    [
      "a field that nobody documented",
      { body: { ...good, debug: 1 } },
      'must NOT have additional properties {"additionalProperty":"debug"}',
    ],
    ["another media type", { headers: { "Content-Type": "text/html" } }, "Content-Type: text/html is not documented"],
  ])("stops %s", async ([, sent, words]) => {
    await expect(status(sent)).rejects.toThrow(words);
  });

  it("stops an answer without a header that is promised", async () => {
    const request = new Request(`${url}/schedules/daily_sync`);
    await expect(exchange(request, { body: {} })).rejects.toThrow("headers: ETag is missing");
  });

  it("stops a refusal of an unknown path that is no problem", async () => {
    await expect(exchange(new Request(`${url}/nowhere`), { status: 404 })).rejects.toThrow("not a problem");
  });

  it.for<readonly [string, Request, string]>([
    ["query", new Request(`${url}/runs?limit=500`), "query limit /value must be <= 200"],
    ["unknown query", new Request(`${url}/status?x=1`), "query x was accepted"],
    ["body", new Request(`${url}/full`, { method: "POST", headers, body: '{"deep":1}' }), "/deep must be boolean"],
  ])("stops an accepted %s that the contract does not allow", async ([, request, words]) => {
    await expect(exchange(request)).rejects.toThrow(words);
  });

  it("leaves request and answer for the test to read", async () => {
    const request = new Request(`${url}/status`);
    const response = new Response(JSON.stringify(good), { headers });
    await expectConformance({ request, response });

    expect(await response.json()).toEqual(good);
  });

  it("misses each documented status that no test has seen", () => {
    const hits = new Set(
      operations.flatMap(({ name, responses }) => Object.keys(responses).map((code) => `${name} ${code}`)),
    );
    expect(unseenStatuses(operations, hits)).toEqual([]);
    hits.delete("GET /api/sync/status 503");
    expect(unseenStatuses(operations, hits)).toEqual(["GET /api/sync/status 503"]);
  });
});
