import { expect, it } from "vitest";
import { failing } from "../support/fake-use-cases.ts";
import { httpClient } from "../support/http-client.ts";

it("GET /metrics answers what a collector reads, as plain text", async () => {
  const { status, headers, text } = await httpClient().get("/metrics");

  expect(status).toBe(200);
  expect(headers.get("Content-Type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(text).toBe("# HELP ledgersync_leader 1 on the instance that leads.\n");
});

it("GET /metrics answers a problem when nothing can be told", async () => {
  const { status, body } = await httpClient({ metrics: failing(new Error("a bug")) }).get("/metrics");

  expect(status).toBe(500);
  expect(body.code).toBe("internal");
});
