import { describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import { healthSchema } from "../../src/contract/health.ts";
import type { HealthReason } from "../../src/domain/sync/health.ts";
import { failing } from "../support/fake-use-cases.ts";
import { httpClient } from "../support/http-client.ts";
import { sampleHealth } from "../support/http-samples.ts";

const reason: HealthReason = { code: "lag_high", severity: "degraded", message: "61 s behind.", action: "Wait." };

describe("GET /api/sync/health", () => {
  it("answers 200 when all is well, and says that nobody has looked at consistency yet", async () => {
    const { status, body } = await httpClient().get("/api/sync/health");

    expect(status).toBe(200);
    expect(healthSchema.safeParse(body.data).success).toBe(true);
    expect(body).toEqual({
      success: true,
      data: {
        status: "healthy",
        reasons: [],
        realTime: { isRunning: true, lastSync: "2024-01-01T00:00:00.000Z" },
        scheduled: { isRunning: true, nextRun: "2024-01-01T02:00:00.000Z" },
        dataConsistency: { isConsistent: null, issueCount: null, checkedAt: null },
        verification: {
          verifiedAt: "2023-12-31T23:57:00.000Z",
          matched: 12_481,
          total: 12_481,
          issueCount: 0,
          rowsChecked: 4_000,
          rowsTotal: 13_000,
          ratePerSecond: 500,
        },
        checks: {
          realTime: "live",
          lagMs: 12,
          openFailures: 5,
          isLeader: true,
          observedAt: "2024-01-01T00:00:00.000Z",
        },
        timestamp: "2024-01-01T00:00:00.000Z",
      },
    });
  });

  it("answers 200 when degraded, with reasons and what to do about them", async () => {
    const health = async () => ({ ...sampleHealth, health: { status: "degraded", reasons: [reason] } as const });
    const { status, body } = await httpClient({ health }).get("/api/sync/health");

    expect(status).toBe(200);
    expect(body.data).toMatchObject({ status: "degraded", reasons: [reason] });
  });

  it("answers 503 when unhealthy, in the same shape and not as a problem", async () => {
    const worse = { ...reason, severity: "unhealthy" } as const;
    const health = async () => ({ ...sampleHealth, health: { status: "unhealthy", reasons: [worse] } as const });
    const { status, headers, body } = await httpClient({ health }).get("/api/sync/health");

    expect(status).toBe(503);
    expect(headers.get("Content-Type")).toBe("application/json");
    expect(body).toMatchObject({ success: true, data: { status: "unhealthy", reasons: [worse] } });
  });

  it("answers a problem when the verdict itself cannot be told", async () => {
    const health = failing(new AppError("accounting_unavailable", "The accounting database does not answer."));
    const { status, headers, body } = await httpClient({ health }).get("/api/sync/health");

    expect(status).toBe(503);
    expect(headers.get("Content-Type")).toBe("application/problem+json");
    expect(body.code).toBe("accounting_unavailable");
  });
});
