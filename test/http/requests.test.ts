import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import { preferredWaitMs } from "../../src/http/prefer-wait.ts";
import { failing } from "../support/fake-use-cases.ts";
import { httpClient } from "../support/http-client.ts";
import { sampleNow, sampleRun, sampleStatus } from "../support/http-samples.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe("X-Request-Id", () => {
  it("is given back, on answers and on problems", async () => {
    const { get } = httpClient();
    const headers = { "X-Request-Id": "order_7-a=" };

    expect((await get("/livez", headers)).headers.get("X-Request-Id")).toBe("order_7-a=");
    const problem = await get("/nowhere", headers);
    expect(problem.headers.get("X-Request-Id")).toBe("order_7-a=");
    expect(problem.body.requestId).toBe("order_7-a=");
  });

  it("is made where none came", async () => {
    expect((await httpClient().get("/livez")).headers.get("X-Request-Id")).toMatch(uuid);
  });

  it.for(["a b", "x".repeat(129), 'a"b', "<script>"])("is made anew instead of %j", async (id) => {
    expect((await httpClient().get("/livez", { "X-Request-Id": id })).headers.get("X-Request-Id")).toMatch(uuid);
  });
});

describe("traceparent", () => {
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  it("is given back, and problems carry its trace id", async () => {
    const { headers, body } = await httpClient().get("/nowhere", { traceparent, "X-Request-Id": "r" });

    expect(headers.get("traceparent")).toBe(traceparent);
    expect(body).toMatchObject({ traceId: "4bf92f3577b34da6a3ce929d0e0e4736", requestId: "r" });
  });

  it.for([
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
    "4bf92f3577b34da6a3ce929d0e0e4736",
    "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
  ])("is ignored when it is not valid: %s", async (text) => {
    const { headers, body } = await httpClient().get("/nowhere", { traceparent: text, "X-Request-Id": "r" });

    expect(headers.get("traceparent")).toBeNull();
    expect(body.traceId).toBe("r");
  });
});

describe("every answer", () => {
  it.for(["/livez", "/api/sync/status", "/nowhere", "/openapi.yaml"])(
    "forbids to be framed, run, sniffed or kept: %s",
    async (path) => {
      const { headers } = await httpClient().get(path);

      expect(Object.fromEntries(headers)).toMatchObject({
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-store",
      });
      expect(headers.get("X-Powered-By")).toBeNull();
      expect(headers.get("Access-Control-Allow-Origin")).toBeNull();
    },
  );

  it("is told to the access log with its status and duration, refusals included", async () => {
    let now = sampleNow;
    const status = () => {
      now += 40;
      return Promise.resolve(sampleStatus);
    };
    const { get, answers } = httpClient({ status, stats: failing(new Error("oops")) }, { now: () => now });
    await get("/api/sync/status", { "X-Request-Id": "r-1" });
    await get("/api/sync/stats", { "X-Request-Id": "r-2" });
    await get("/nowhere", { "X-Request-Id": "r-3" });

    const common = { method: "GET", durationMs: 0, code: null };
    expect(answers).toEqual([
      { ...common, requestId: "r-1", traceId: "r-1", route: "/api/sync/status", status: 200, durationMs: 40 },
      { ...common, requestId: "r-2", traceId: "r-2", route: "/api/sync/stats", status: 500 },
      { ...common, requestId: "r-3", traceId: "r-3", route: null, status: 404 },
    ]);
  });
});

describe("a request that names another host", () => {
  it.for([
    "http://evil.example/api/sync/status",
    "http://evil.example:3000/livez",
    "http://10.1.2.3/api/sync/accounts",
  ])("is refused, since a page's own domain may have been pointed here: %s", async (url) => {
    const { status, body } = await httpClient().send(url, { method: "GET" });

    expect(status).toBe(403);
    expect(body.code).toBe("cross_site");
  });

  it.for(["http://localhost:3000/livez", "http://127.0.0.1:8080/livez", "http://[::1]:3000/livez"])(
    "is told from one that names this machine: %s",
    async (url) => {
      expect((await httpClient().send(url, { method: "GET" })).status).toBe(200);
    },
  );
});

describe("a write from a browser", () => {
  const write = (headers: Record<string, string>) =>
    httpClient().send("http://localhost:3000/api/sync/real-time/stop", { method: "POST", headers });

  it.for<Record<string, string>>([
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "same-site" },
    { Origin: "https://evil.example" },
    { Origin: "http://localhost:8080" },
    { Origin: "null" },
    { "Sec-Fetch-Site": "cross-site", Origin: "http://localhost:3000" },
  ])("is refused with 403 when another site's page sends it: %j", async (headers) => {
    const { status, body } = await write(headers);

    expect(status).toBe(403);
    expect(body.code).toBe("cross_site");
  });

  it.for<Record<string, string>>([
    {},
    { "Sec-Fetch-Site": "same-origin", Origin: "https://ledger.example" },
    { "Sec-Fetch-Site": "none" },
    { Origin: "http://localhost:3000" },
    { Origin: "https://localhost:3000" },
  ])("is taken from this service's own pages, and from what is no browser: %j", async (headers) => {
    expect((await write(headers)).status).toBe(200);
  });

  it("is told from a read, which changes nothing", async () => {
    expect((await httpClient().get("/livez", { "Sec-Fetch-Site": "cross-site" })).status).toBe(200);
  });
});

describe("an answer that takes too long", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is given up with 503, however it ends later", async () => {
    const late = Promise.withResolvers<never>();
    const { get, serverErrors } = httpClient({ status: () => late.promise }, { requestTimeoutMs: 1_000 });
    const answer = get("/api/sync/status");
    await vi.advanceTimersByTimeAsync(1_000);
    const { status, headers, body } = await answer;
    late.reject(new AppError("source_unavailable", "Away."));
    await vi.advanceTimersByTimeAsync(1);

    expect(status).toBe(503);
    expect(body.code).toBe("request_timeout");
    expect(headers.get("Retry-After")).toBe("5");
    expect(serverErrors).toHaveLength(1);
  });

  it("may take longer by what the caller asked to wait for", async () => {
    const waitForRun: UseCases["waitForRun"] = async (id, waitMs) => {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      return { ...sampleRun, id };
    };
    const { post } = httpClient({ waitForRun }, { requestTimeoutMs: 1_000 });
    const answer = post("/api/sync/full", undefined, { Prefer: "wait=20" });
    await vi.advanceTimersByTimeAsync(20_000);

    expect((await answer).status).toBe(202);
  });

  it("leaves no timer behind when it comes in time", async () => {
    await httpClient().get("/livez");

    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("preferredWaitMs", () => {
  it.for<readonly [string | undefined, number]>([
    [undefined, 0],
    ["", 0],
    ["wait=10", 10_000],
    ["WAIT=10", 10_000],
    ["wait = 10", 10_000],
    ['wait="10"', 10_000],
    ["respond-async, wait=10", 10_000],
    ["respond-async; x=1, wait=10; y", 10_000],
    ["wait=31", 30_000],
    ["wait=999999999", 30_000],
    ["wait=1.5", 0],
    ["wait=-1", 0],
    ["xwait=10", 0],
  ])("reads %j as %d ms", ([prefer, expected]) => {
    expect(preferredWaitMs(prefer)).toBe(expected);
  });
});
