import { describe, expect, it } from "vitest";
import { failing } from "../support/fake-use-cases.ts";
import { httpClient } from "../support/http-client.ts";

describe("GET /livez", () => {
  it("answers with the version and asks no database", async () => {
    const broken = failing(new Error("no database"));
    const { get } = httpClient({ ready: broken, status: broken, health: broken });
    const { status, body } = await get("/livez");

    expect(status).toBe(200);
    expect(body).toEqual({ success: true, data: { status: "alive", version: "1.2.3" } });
  });

  it("answers HEAD without a body", async () => {
    const { status, text } = await httpClient().send("/livez", { method: "HEAD" });

    expect({ status, text }).toEqual({ status: 200, text: "" });
  });
});

describe("GET /readyz", () => {
  it("is 200 when both databases answer", async () => {
    const { status, body } = await httpClient().get("/readyz");

    expect(status).toBe(200);
    expect(body).toEqual({ success: true, data: { isReady: true, source: true, accounting: true } });
  });

  it.for([
    { source: false, accounting: true },
    { source: true, accounting: false },
  ])("is 503 with $source for the main and $accounting for the accounting database", async (answers) => {
    const { status, body } = await httpClient({ ready: async () => answers }).get("/readyz");

    expect(status).toBe(503);
    expect(body).toEqual({ success: true, data: { isReady: false, ...answers } });
  });
});
