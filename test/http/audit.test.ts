import { expect, it } from "vitest";
import type { UseCases } from "../../src/application/use-cases.ts";
import { auditLineSchema } from "../../src/contract/audit.ts";
import { sampleAuditLine } from "../support/audit-samples.ts";
import { httpClient } from "../support/http-client.ts";

const path = "/api/sync/audit";

it("says who did what, as the trail has it", async () => {
  const { status, body } = await httpClient().get(path);

  expect(status).toBe(200);
  expect(auditLineSchema.safeParse(body.data[0]).success).toBe(true);
  expect(body).toEqual({
    success: true,
    data: [{ ...sampleAuditLine, at: "2024-01-15T00:00:00.000Z" }],
    page: { next: null, limit: 50 },
  });
});

it("asks for what the query says", async () => {
  const asked: unknown[] = [];
  const audit: UseCases["audit"] = (...question) => {
    asked.push(question);
    return Promise.resolve({ items: [], next: "more" });
  };
  const { get } = httpClient({ audit });
  await get(path);
  const { body } = await get(
    `${path}?actor=ann&action=cancelRun&from=2024-01-01T00:00:00Z&to=2024-01-02T00:00:00Z&limit=7&cursor=c`,
  );

  expect(body.page).toEqual({ next: "more", limit: 7 });
  expect(asked).toEqual([
    [
      { actor: null, action: null, from: null, to: null },
      { limit: 50, cursor: null },
    ],
    [
      { actor: "ann", action: "cancelRun", from: Date.UTC(2024, 0, 1), to: Date.UTC(2024, 0, 2) },
      { limit: 7, cursor: "c" },
    ],
  ]);
});

it.for([
  ["actor=", "/query/actor"],
  ["from=yesterday", "/query/from"],
  ["outcome=failed", "/query/outcome"],
  ["limit=1000", "/query/limit"],
] as const)("refuses ?%s with 422", async ([query, pointer]) => {
  const { status, body } = await httpClient().get(`${path}?${query}`);

  expect(status).toBe(422);
  expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
});
