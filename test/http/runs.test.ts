import { describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import { runSchema } from "../../src/contract/run.ts";
import { failing } from "../support/fake-use-cases.ts";
import { httpClient } from "../support/http-client.ts";
import { finishedRun, sampleNow, sampleRun } from "../support/http-samples.ts";

describe("GET /api/sync/runs/{id}", () => {
  it("answers the run without what only the engine needs", async () => {
    const { status, body } = await httpClient().get("/api/sync/runs/run-1");

    expect(status).toBe(200);
    expect(runSchema.safeParse(body.data).success).toBe(true);
    expect(body).toEqual({
      success: true,
      data: {
        id: "run-1",
        kind: "full",
        trigger: "api",
        actor: "local",
        state: "running",
        dryRun: false,
        confirmed: false,
        progress: { phase: "payments", processed: 250, total: 1_000, etaMs: 3_000 },
        counts: {
          read: 250,
          applied: 240,
          unchanged: 10,
          notPosted: 0,
          failed: 0,
          retracted: 0,
          driftCorrected: 0,
          aheadCorrected: 0,
          toRetract: 0,
          expiredRemoved: 0,
        },
        drift: ["payments/64b7f1c2e4b0a1a2b3c4d5e7"],
        createdAt: "2023-12-31T23:59:59.000Z",
        startedAt: "2023-12-31T23:59:59.000Z",
        endedAt: null,
        error: null,
        resumedFrom: null,
        traceId: null,
        schedule: null,
      },
    });
  });

  it("tells how a run ended, and no time left", async () => {
    const error = { code: "needs_confirmation", message: "the main database has no payments" };
    const run = async () => ({ ...finishedRun, state: "failed", error }) as const;
    const { body } = await httpClient({ run }).get("/api/sync/runs/run-1");

    expect(body.data).toMatchObject({ state: "failed", endedAt: "2023-12-31T23:59:55.000Z", error });
    expect(body.data.progress.etaMs).toBeNull();
  });

  it.for([
    ["nothing is counted", { total: null, processed: 0 }],
    ["nothing is done", { total: 1_000, processed: 0 }],
  ] as const)("does not guess the time left while %s", async ([, progress]) => {
    const run = async () => ({ ...sampleRun, progress: { ...sampleRun.progress, ...progress } });
    const { body } = await httpClient({ run }).get("/api/sync/runs/run-1");

    expect(body.data.progress.etaMs).toBeNull();
  });

  it("has no time left, and never less, when more was found than counted", async () => {
    const progress = { ...sampleRun.progress, processed: 1_200 };
    const run = async () => ({ ...sampleRun, progress, startedAt: sampleNow + 500 });
    const { body } = await httpClient({ run }).get("/api/sync/runs/run-1");

    expect(body.data.progress.etaMs).toBe(0);
  });

  it("is 404 for a run that never was", async () => {
    const run = failing(new AppError("not_found", "There is no run run-9."));
    const { status, body } = await httpClient({ run }).get("/api/sync/runs/run-9");

    expect(status).toBe(404);
    expect(body).toMatchObject({ code: "not_found", detail: "There is no run run-9." });
  });
});

describe("POST /api/sync/runs/{id}/cancel", () => {
  it("answers the run as it is then", async () => {
    const ids: string[] = [];
    const cancelRun: UseCases["cancelRun"] = (_caller, id) => {
      ids.push(id);
      return Promise.resolve({ ...sampleRun, state: "cancelled" });
    };
    const { status, body } = await httpClient({ cancelRun }).post("/api/sync/runs/run%201/cancel");

    expect(status).toBe(200);
    expect(body.data.state).toBe("cancelled");
    expect(ids).toEqual(["run 1"]);
  });

  it("is 409 for a run that is over", async () => {
    const cancelRun = failing(new AppError("conflict", "Run run-1 is over: succeeded."));
    const { status, body } = await httpClient({ cancelRun }).post("/api/sync/runs/run-1/cancel");

    expect(status).toBe(409);
    expect(body.code).toBe("conflict");
  });
});

describe("GET /api/sync/runs", () => {
  it("lists a page of runs, newest first, and where the list goes on", async () => {
    const runs = async () => ({ items: [sampleRun, finishedRun], next: "cursor-2" });
    const { status, body } = await httpClient({ runs }).get("/api/sync/runs?limit=2");

    expect(status).toBe(200);
    expect(body.data.map((run: { state: string }) => run.state)).toEqual(["running", "succeeded"]);
    expect(body.page).toEqual({ next: "cursor-2", limit: 2 });
  });

  it("asks for what the query says, and for 50 of everything without one", async () => {
    const asked: unknown[] = [];
    const runs: UseCases["runs"] = (...question) => {
      asked.push(question);
      return Promise.resolve({ items: [], next: null });
    };
    const { get } = httpClient({ runs });
    const { body } = await get("/api/sync/runs");
    await get("/api/sync/runs?kind=initial&state=failed&schedule=nightly&limit=200&cursor=abc");

    expect(body).toEqual({ success: true, data: [], page: { next: null, limit: 50 } });
    expect(asked).toEqual([
      [
        { kind: null, state: null, schedule: null },
        { limit: 50, cursor: null },
      ],
      [
        { kind: "initial", state: "failed", schedule: "nightly" },
        { limit: 200, cursor: "abc" },
      ],
    ]);
  });

  it.for([
    ["kind=everything", "/query/kind"],
    ["state=done", "/query/state"],
    ["schedule=", "/query/schedule"],
    ["limit=0", "/query/limit"],
    ["limit=201", "/query/limit"],
    ["limit=-1", "/query/limit"],
    ["limit=1e2", "/query/limit"],
    ["limit=", "/query/limit"],
    ["limit=5&limit=6", "/query/limit"],
    ["cursor=", "/query/cursor"],
    ["kinds=full", "/query/kinds"],
  ] as const)("refuses ?%s with 422", async ([query, pointer]) => {
    const { status, body } = await httpClient().get(`/api/sync/runs?${query}`);

    expect(status).toBe(422);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
  });
});
