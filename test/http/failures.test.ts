import { describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import { explanationSchema } from "../../src/contract/explanation.ts";
import { failureSchema } from "../../src/contract/failure.ts";
import { encodeId } from "../../src/domain/ids.ts";
import { documentKey } from "../../src/domain/sync/failure.ts";
import { sampleExplanation, sampleFailure } from "../support/failure-samples.ts";
import { failing } from "../support/fake-use-cases.ts";
import { httpClient } from "../support/http-client.ts";
import { finishedRun, sampleNow, sampleRun } from "../support/http-samples.ts";

const base = "/api/sync/failures";
const pathOf = (key: string, verb = ""): string => `${base}/${encodeURIComponent(key)}${verb}`;
const path = pathOf(sampleFailure.key);
const ids = [
  encodeId({ kind: "objectId", hex: "64b7f1c2e4b0a1a2b3c4d5e7" }),
  encodeId({ kind: "string", value: "2024/01/7 %2F" }),
  encodeId({ kind: "string", value: "retry" }),
  encodeId({ kind: "number", value: -1.5 }),
];

describe("GET /api/sync/failures", () => {
  it("answers a page of failures as they are", async () => {
    const { status, body } = await httpClient().get(base);

    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, page: { next: null, limit: 50 } });
    expect(failureSchema.parse(body.data[0])).toEqual({
      id: sampleFailure.key,
      collection: "payments",
      documentId: sampleFailure.documentId,
      state: "retrying",
      code: "money_invalid",
      field: "amount",
      expected: "amount in major units",
      found: "string",
      attempts: 3,
      retries: 2,
      nextRetryAt: "2024-01-01T00:30:00.000Z",
      firstSeenAt: "2023-12-31T23:50:00.000Z",
      lastSeenAt: "2024-01-01T00:00:00.000Z",
      resolvedAt: null,
      resolution: null,
      asOf: "1704067200.3",
    });
  });

  it("passes filter and page on", async () => {
    const asked: unknown[] = [];
    const failures: UseCases["failures"] = (...request) => {
      asked.push(request);
      return Promise.resolve({ items: [], next: "n" });
    };
    const { get } = httpClient({ failures });
    await get(base);
    const { body } = await get(`${base}?state=quarantined&collection=owners&code=internal&limit=2&cursor=c`);

    expect(asked).toEqual([
      [
        { state: null, collection: null, code: null },
        { limit: 50, cursor: null },
      ],
      [
        { state: "quarantined", collection: "owners", code: "internal" },
        { limit: 2, cursor: "c" },
      ],
    ]);
    expect(body.page).toEqual({ next: "n", limit: 2 });
  });

  it.for(["state=broken", "collection=users", "code=none", "colour=red", "limit=201"])("refuses %s", async (query) => {
    expect((await httpClient().get(`${base}?${query}`)).status).toBe(422);
  });
});

describe("GET /api/sync/failures/groups", () => {
  it("answers how many fail for which reason", async () => {
    const failureGroups: UseCases["failureGroups"] = async () => [
      { code: "money_invalid", collection: "payments", count: 12, fields: ["amount"], lastSeenAt: sampleNow },
    ];
    const { status, body } = await httpClient({ failureGroups }).get(`${base}/groups`);

    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      data: [
        {
          code: "money_invalid",
          collection: "payments",
          count: 12,
          fields: ["amount"],
          lastSeenAt: "2024-01-01T00:00:00.000Z",
        },
      ],
    });
  });
});

describe("a failure in a path", () => {
  it.for(ids)("is named by its key, URL-encoded with its slashes: %s", async (id) => {
    const asked: unknown[] = [];
    const remember: UseCases["failure"] = (key) => {
      asked.push(key);
      return Promise.resolve(sampleFailure);
    };
    const retryFailure: UseCases["retryFailure"] = (_caller, key) => remember(key);
    const dismissFailure: UseCases["dismissFailure"] = (_caller, key) => remember(key);
    const { get, post } = httpClient({ failure: remember, retryFailure, dismissFailure });
    const key = documentKey("payments", id);
    const answers = [
      await get(pathOf(key)),
      await post(pathOf(key, "/retry")),
      await post(pathOf(key, "/dismiss"), { reason: "x" }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(asked).toEqual([key, key, key]);
  });

  it.for(["payments", "payments/", "users/64b7f1c2e4b0a1a2b3c4d5e7", "payments/7", "64b7f1c2e4b0a1a2b3c4d5e7"])(
    "refuses %s, which is no failure's id, with 422",
    async (id) => {
      const { status, body } = await httpClient().get(pathOf(id));

      expect(status).toBe(422);
      expect(body.errors[0].pointer).toBe("/path/id");
    },
  );

  it("finds nothing when its slash is left as it is", async () => {
    expect((await httpClient().get(`${base}/payments/64b7f1c2e4b0a1a2b3c4d5e7`)).status).toBe(404);
  });

  it("that there is not is 404", async () => {
    const failure = failing(new AppError("not_found", "There is no failure payments/~n7."));
    expect((await httpClient({ failure }).get(pathOf("payments/~n7"))).status).toBe(404);
  });
});

describe("POST /api/sync/failures/{id}/dismiss", () => {
  it("answers the failure with reason and actor", async () => {
    const { status, body } = await httpClient().post(`${path}/dismiss`, { reason: "a test document" });

    expect(status).toBe(200);
    expect(failureSchema.parse(body.data)).toMatchObject({
      state: "resolved",
      resolution: { kind: "dismissed", reason: "a test document", actor: "local" },
    });
  });

  it.for([
    [{}, "/reason"],
    [{ reason: " " }, "/reason"],
    [{ reason: "x".repeat(501) }, "/reason"],
    [{ reason: "x", by: 1 }, "/by"],
  ] as const)("refuses %j with 422", async ([body, pointer]) => {
    const answer = await httpClient().post(`${path}/dismiss`, body);

    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });

  it("is 409 when it was resolved otherwise", async () => {
    const dismissFailure = failing(new AppError("conflict", "Failure payments/~n7 is resolved already: replayed."));
    const { status, body } = await httpClient({ dismissFailure }).post(`${path}/dismiss`, { reason: "x" });

    expect([status, body.code]).toEqual([409, "conflict"]);
  });
});

describe("POST /api/sync/failures/retry", () => {
  it("answers 202 with the run and where to find it, by filter or for all", async () => {
    const asked: unknown[] = [];
    const retryFailures: UseCases["retryFailures"] = (_caller, filter) => {
      asked.push(filter);
      return Promise.resolve({ ...sampleRun, kind: "retry" });
    };
    const { post } = httpClient({ retryFailures });
    const { status, headers, body } = await post(`${base}/retry`);
    await post(`${base}/retry`, { state: "quarantined", collection: "payments", code: "money_invalid" });

    expect(status).toBe(202);
    expect(headers.get("Location")).toBe("/api/sync/runs/run-1");
    expect(body.data).toMatchObject({ id: "run-1", kind: "retry" });
    expect(asked).toEqual([
      { state: null, collection: null, code: null },
      { state: "quarantined", collection: "payments", code: "money_invalid" },
    ]);
  });

  it("waits for the run when asked to", async () => {
    const waitForRun: UseCases["waitForRun"] = () => Promise.resolve({ ...finishedRun, kind: "retry" });
    const { status, headers } = await httpClient({ waitForRun }).post(`${base}/retry`, {}, { Prefer: "wait=5" });

    expect(status).toBe(200);
    expect(headers.get("Preference-Applied")).toBe("wait=5");
  });

  it.for([{ state: "resolved" }, { collection: "users" }, { all: true }])("refuses %j with 422", async (body) => {
    expect((await httpClient().post(`${base}/retry`, body)).status).toBe(422);
  });
});

describe("GET /api/sync/explain/{collection}/{id}", () => {
  const explainPath = `/api/sync/explain/payments/${encodeURIComponent(sampleExplanation.id)}`;

  it("answers with everything that tells why", async () => {
    const { status, body } = await httpClient().get(explainPath);

    expect(status).toBe(200);
    expect(explanationSchema.parse(body.data)).toMatchObject({
      verdict: sampleExplanation.verdict,
      source: { exists: true, asOf: "1704067200.4" },
      projection: { kind: "posted", rows: [{ amount: { amount: "283.33", currency: "USD" } }] },
      rows: [{ status: "posted" }],
      journal: [{ seq: 12, change: "posted", before: null, after: { status: "posted" }, cause: "run run-1" }],
    });
  });

  it("says of an amendment what it changed, its amounts in the row's currency", async () => {
    const [line] = sampleExplanation.journal;
    if (line === undefined) throw new Error("the sample tells of a line");
    const amended = {
      ...line,
      change: "amended",
      before: { amountMinor: sampleExplanation.rows[0]?.amountMinor },
      after: { amountMinor: sampleExplanation.rows[0]?.amountMinor, notes: "n" },
    } as const;
    const explain: UseCases["explain"] = () =>
      Promise.resolve({ ...sampleExplanation, journal: [amended as typeof line] });
    const { body } = await httpClient({ explain }).get(explainPath);

    expect(body.data.journal).toMatchObject([
      { fields: ["amountMinor", "notes"], before: { status: null, amount: { amount: "283.33", currency: "USD" } } },
    ]);
  });

  it("never says an owner's name", async () => {
    const explain: UseCases["explain"] = () =>
      Promise.resolve({ ...sampleExplanation, collection: "owners", state: { kind: "owner", name: "Ada Lovelace" } });
    const { text, body } = await httpClient({ explain }).get("/api/sync/explain/owners/64b7f1c2e4b0a1a2b3c4d5e7");

    expect(body.data.projection).toEqual({ kind: "owner", reason: null, fault: null, rows: [] });
    expect(text).not.toContain("Lovelace");
  });

  it.for(["users/64b7f1c2e4b0a1a2b3c4d5e7", "payments/7"])("refuses %s with 422", async (rest) => {
    expect((await httpClient().get(`/api/sync/explain/${rest}`)).status).toBe(422);
  });
});
