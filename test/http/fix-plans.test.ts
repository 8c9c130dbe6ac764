import { describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import { fixItemSchema, fixPlanSchema } from "../../src/contract/fix-plan.ts";
import { failing } from "../support/fake-use-cases.ts";
import { httpClient, localCaller } from "../support/http-client.ts";
import { sampleFixItem, sampleFixPlan, sampleRun } from "../support/http-samples.ts";

const plans = "/api/sync/consistency/fix-plans";

describe("fix plans", () => {
  it("are made from a check: 201, and where to find them", async () => {
    const asked: unknown[] = [];
    const makeFixPlan: UseCases["makeFixPlan"] = (caller, checkId) => {
      asked.push([caller, checkId]);
      return Promise.resolve(sampleFixPlan);
    };
    const { status, headers, body } = await httpClient({ makeFixPlan }).post(
      "/api/sync/consistency/checks/run-1/fix-plans",
    );
    expect(status).toBe(201);
    expect(headers.get("Location")).toBe(`${plans}/plan-1`);
    expect(fixPlanSchema.parse(body.data)).toEqual({
      id: "plan-1",
      checkId: "run-1",
      actor: "local",
      createdAt: "2024-01-01T00:00:00.000Z",
      planHash: "h1",
      items: 2,
      accounts: 1,
      byFix: [
        { fix: "amend", count: 1 },
        { fix: "recompute", count: 1 },
      ],
      confirmation: null,
      isTruncated: false,
      appliedBy: null,
    });
    expect(asked).toEqual([[localCaller, "run-1"]]);
  });

  it("are shown again, and their items page by page", async () => {
    const pages: unknown[] = [];
    const fixItems: UseCases["fixItems"] = (id, page) => {
      pages.push([id, page]);
      return Promise.resolve({ items: [sampleFixItem], next: "1" });
    };
    const client = httpClient({ fixItems });
    expect((await client.get(`${plans}/plan-1`)).body.data.planHash).toBe("h1");
    const { status, body } = await client.get(`${plans}/plan-1/items?limit=1`);
    expect(status).toBe(200);
    expect(fixItemSchema.parse(body.data[0])).toEqual(sampleFixItem);
    expect(body.page).toEqual({ next: "1", limit: 1 });
    expect(pages).toEqual([["plan-1", { limit: 1, cursor: null }]]);
  });

  it("are applied as they were reviewed: 202 with the run", async () => {
    const asked: unknown[] = [];
    const applyFixPlan: UseCases["applyFixPlan"] = (_caller, request) => {
      asked.push(request);
      return Promise.resolve({ ...sampleRun, kind: "fix" });
    };
    const client = httpClient({ applyFixPlan });
    const { status, headers, body } = await client.post(`${plans}/plan-1/apply`, { planHash: "h1" });
    expect(status).toBe(202);
    expect(headers.get("Location")).toBe("/api/sync/runs/run-1");
    expect(body.data.kind).toBe("fix");
    await client.post(`${plans}/plan-1/apply`, { planHash: "h1", only: [2, 5], confirm: true });
    expect(asked).toEqual([
      { planId: "plan-1", planHash: "h1", only: null, confirm: false },
      { planId: "plan-1", planHash: "h1", only: [2, 5], confirm: true },
    ]);
  });

  it.for(["conflict", "needs_confirmation", "run_active", "disabled"] as const)(
    "are refused with 409: %s",
    async (code) => {
      const applyFixPlan = failing(new AppError(code, "no", { details: [{ pointer: "", message: "run-0" }] }));
      const { status, body } = await httpClient({ applyFixPlan }).post(`${plans}/plan-1/apply`, { planHash: "h1" });
      expect([status, body.code]).toEqual([409, code]);
    },
  );

  it.for([
    [{}, "/planHash"],
    [{ planHash: "h1", only: [] }, "/only"],
    [{ planHash: "h1", only: [0] }, "/only/0"],
    [{ planHash: "h1", confirm: "yes" }, "/confirm"],
    [{ planHash: "h1", force: true }, "/force"],
  ] as const)("are not applied by %j", async ([request, pointer]) => {
    const { status, body } = await httpClient().post(`${plans}/plan-1/apply`, request);
    expect(status).toBe(422);
    expect(body.errors[0].pointer).toBe(pointer);
  });

  it("answer 404 where there is none", async () => {
    const fixPlan = failing(new AppError("not_found", "There is no fix plan plan-9."));
    expect((await httpClient({ fixPlan }).get(`${plans}/plan-9`)).status).toBe(404);
  });
});
