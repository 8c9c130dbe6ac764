import { describe, expect, it } from "vitest";
import { AppError, type ErrorCode } from "../../src/application/errors.ts";
import { problemSchema } from "../../src/contract/problem.ts";
import { problemKinds } from "../../src/contract/problem-kinds.ts";
import { failing } from "../support/fake-use-cases.ts";
import { credentials, httpClient } from "../support/http-client.ts";
import { propertyId } from "../support/http-samples.ts";

/** What an accountant sends. */
const anEntry = { type: "repair", amount: "150.00", currency: "USD", description: "Lock" };

const json = { "Content-Type": "application/json" };

describe("a refusal of the service", () => {
  it.for<readonly [ErrorCode, number, string | null]>([
    ["validation", 422, null],
    ["not_found", 404, null],
    ["conflict", 409, null],
    ["run_active", 409, null],
    ["disabled", 409, null],
    ["needs_confirmation", 409, null],
    ["idempotency_key_required", 428, null],
    ["idempotency_key_reused", 422, null],
    ["already_reversed", 409, null],
    ["not_leader", 503, "15"],
    ["fenced", 503, "15"],
    ["cancelled", 503, "5"],
    ["source_unavailable", 503, "5"],
    ["accounting_unavailable", 503, "5"],
    ["source_configuration", 503, null],
    ["accounting_configuration", 503, null],
    ["source_replaced", 503, null],
    ["history_lost", 503, null],
    ["mass_failure", 503, null],
    ["foreign_database", 503, null],
    ["internal", 500, null],
  ])("%s is %d, to be tried again after %s s", async ([code, expected, retryAfter]) => {
    const { post } = httpClient({ enterTransaction: failing(new AppError(code, "Why.")) });
    const path = `/api/sync/accounts/${propertyId}/transactions`;
    const { status, headers, body } = await post(path, anEntry, { "Idempotency-Key": "k" });

    expect(status).toBe(expected);
    expect(headers.get("Retry-After")).toBe(retryAfter);
    expect(headers.get("Content-Type")).toBe("application/problem+json");
    expect(problemSchema.parse(body)).toMatchObject({ status: expected, code, title: problemKinds[code].title });
  });

  it("is told in full, as RFC 9457 wants it", async () => {
    const details = [{ pointer: "/confirm", message: "names no run" }];
    const startFullSync = failing(new AppError("validation", "confirm names no run", { details }));
    const { body } = await httpClient({ startFullSync }).post("/api/sync/full?x=1", undefined, {
      "X-Request-Id": "r-1",
    });

    expect(body).toEqual({
      type: "urn:ledgersync:problem:validation",
      title: "The request is not valid",
      status: 422,
      detail: "confirm names no run",
      instance: "/api/sync/full",
      success: false,
      code: "validation",
      requestId: "r-1",
      traceId: "r-1",
      errors: details,
    });
  });

  it("keeps its cause for the log", async () => {
    const error = new AppError("source_unavailable", "The main database does not answer.", {
      cause: new Error("connect ECONNREFUSED user:password@db"),
    });
    const { get } = httpClient({ status: failing(error) });
    const { text } = await get("/api/sync/status");

    expect(text).not.toContain("password");
    expect(text).not.toContain("ECONNREFUSED");
  });

  it("is in the error log from 500 on, and not below", async () => {
    const unavailable = new AppError("accounting_unavailable", "Away.");
    const { get, post, serverErrors } = httpClient({
      status: failing(unavailable),
      startRealTime: failing(new AppError("conflict", "No.")),
    });
    await get("/api/sync/status", { "X-Request-Id": "r-2" });
    await post("/api/sync/real-time/start");

    expect(serverErrors).toEqual([
      {
        error: unavailable,
        request: { requestId: "r-2", traceId: "r-2", method: "GET", route: "/api/sync/status", status: 503 },
      },
    ]);
  });
});

describe("an error that nobody foresaw", () => {
  const secret = new Error("E11000 at mongodb://user:password@db", { cause: new TypeError("inner") });

  it.for([
    ["an Error", secret],
    ["an AppError that is internal", new AppError("internal", "E11000 at mongodb://user:password@db")],
    ["a string", "E11000 at mongodb://user:password@db"],
    ["undefined", undefined],
    ["an aborted operation", new DOMException("password", "AbortError")],
  ] as const)("is answered 500 without a word about it: %s", async ([, thrown]) => {
    const { status, body, text } = await httpClient({ status: failing(thrown) }).get("/api/sync/status");

    expect(status).toBe(500);
    expect(problemSchema.parse(body)).toMatchObject({ code: "internal", detail: "Internal error", errors: [] });
    expect(text).not.toMatch(/E11000|password|TypeError|at \w+|node_modules|\.ts/);
  });

  it("is logged whole", async () => {
    const { get, serverErrors } = httpClient({ status: failing(secret) });
    const { body } = await get("/api/sync/status");

    expect(serverErrors[0]?.error).toBe(secret);
    expect(serverErrors[0]?.request).toMatchObject({
      requestId: body.requestId,
      route: "/api/sync/status",
      status: 500,
    });
  });

  it("is logged whole even when it is no Error", async () => {
    const { get, serverErrors } = httpClient({ status: failing("a string") });
    await get("/api/sync/status");

    expect(serverErrors[0]?.error).toMatchObject({ cause: "a string" });
  });

  it("is answered the same way when finding out who asks fails", async () => {
    const { post } = httpClient({}, { access: { ...credentials, authenticate: failing(secret) } });
    const { status, body } = await post("/api/sync/real-time/start", undefined, { Authorization: "Bearer ann" });

    expect(status).toBe(500);
    expect(body.detail).toBe("Internal error");
  });
});

describe("a request that no route takes", () => {
  it.for(["/api/sync", "/api/sync/statuses", "/api/sync/status/", "/API/sync/status", "/api/sync/runs//cancel"])(
    "is 404 at %s",
    async (path) => {
      const { status, headers, body } = await httpClient().get(path);

      expect(status).toBe(404);
      expect(headers.get("Content-Type")).toBe("application/problem+json");
      expect(body).toMatchObject({ code: "unknown_path", instance: path });
    },
  );

  it.for([
    ["DELETE", "/api/sync/status", "GET, HEAD"],
    ["GET", "/api/sync/full", "POST"],
    ["HEAD", "/api/sync/full", "POST"],
    ["PUT", "/api/sync/runs/run-1", "GET, HEAD"],
    ["OPTIONS", "/livez", "GET, HEAD"],
    ["PATCH", "/api/sync/accounts/~n1/transactions", "GET, HEAD, POST"],
    ["GET", "/api/sync/accounts/~n1/transactions/manual%2Fa/reverse", "POST"],
  ] as const)("is 405 for %s %s, with Allow: %s", async ([method, path, allow]) => {
    const { status, headers, body } = await httpClient().send(path, { method });

    expect(status).toBe(405);
    expect(headers.get("Allow")).toBe(allow);
    expect(headers.get("Content-Type")).toBe("application/problem+json");
    if (method !== "HEAD")
      expect(body).toMatchObject({ code: "method_not_allowed", detail: `This path allows ${allow}.` });
  });

  it("is not taken for a wrong method when a thing is not found on a path that exists", async () => {
    const run = failing(new AppError("not_found", "There is no run."));

    expect((await httpClient({ run }).get("/api/sync/runs/none")).status).toBe(404);
  });
});

describe("a body", () => {
  it.for(["{", "{'dryRun': true}", "dryRun=true", '{"dryRun":true}}', "\u0000"])(
    "that is not JSON is 400: %j",
    async (text) => {
      const { status, body } = await httpClient().post("/api/sync/full", text);

      expect(status).toBe(400);
      expect(body).toMatchObject({ code: "malformed_json", detail: "The body is not JSON." });
    },
  );

  it("that is empty where one is required is 400", async () => {
    const headers = { ...json, "Idempotency-Key": "k" };
    const path = "/api/sync/accounts/~n1/transactions";

    expect((await httpClient().send(path, { method: "POST", headers, body: "" })).status).toBe(400);
  });

  it("that is missing where one is required is 422 and names what is missing", async () => {
    const path = "/api/sync/accounts/~n1/transactions";
    const { status, body } = await httpClient().post(path, undefined, { "Idempotency-Key": "k" });

    expect(status).toBe(422);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain("/amount");
  });

  it.for(["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "multipart/form-data"])(
    "of %s is 415",
    async (type) => {
      const { status, body } = await httpClient().post("/api/sync/full", '{"dryRun":true}', { "Content-Type": type });

      expect(status).toBe(415);
      expect(body.code).toBe("unsupported_media_type");
    },
  );

  it("without a content type is 415", async () => {
    const body = new Blob(['{"dryRun":true}']);
    const { status } = await httpClient().send("/api/sync/full", { method: "POST", body });

    expect(status).toBe(415);
  });

  it("may say that its JSON is UTF-8", async () => {
    const headers = { "Content-Type": "application/json; charset=UTF-8" };

    expect((await httpClient().post("/api/sync/full", { dryRun: true }, headers)).status).toBe(202);
  });

  it("may have as many bytes as allowed and not one more", async () => {
    const { post } = httpClient({}, { bodyBytesMax: 20 });
    const exact = '{"dryRun":true}     ';

    expect((await post("/api/sync/full", exact)).status).toBe(202);
    const { status, body } = await post("/api/sync/full", `${exact} `);
    expect(status).toBe(413);
    expect(body).toMatchObject({ code: "payload_too_large", detail: "A body may have 20 bytes." });
  });

  it("is refused by what it says of its own length before it is read", async () => {
    const headers = { ...json, "Content-Length": "70000" };

    expect((await httpClient().send("/api/sync/full", { method: "POST", headers, body: "{}" })).status).toBe(413);
  });

  it("of deep nesting is refused, not followed", async () => {
    const { status } = await httpClient().post("/api/sync/full", `${"[".repeat(30_000)}${"]".repeat(30_000)}`);

    expect(status).toBe(422);
  });
});
