import { describe, expect, it } from "vitest";
import { statsSchema } from "../../src/contract/stats.ts";
import { statusSchema } from "../../src/contract/status.ts";
import { emptyTally } from "../../src/domain/sync/tally.ts";
import { httpClient } from "../support/http-client.ts";
import { currency, finishedRun, sampleNow, sampleRun, sampleStats, sampleStatus } from "../support/http-samples.ts";

describe("GET /api/sync/status", () => {
  it("has the shape of the specification, and more beside it", async () => {
    const { status, body } = await httpClient().get("/api/sync/status");

    expect(status).toBe(200);
    expect(statusSchema.safeParse(body.data).success).toBe(true);
    expect(body).toEqual({
      success: true,
      data: {
        realTime: {
          isRunning: true,
          lastSync: "2024-01-01T00:00:00.000Z",
          wanted: true,
          state: "live",
          mode: "change_stream",
          polling: null,
          lagMs: 12,
          position: "1704067200.3",
          error: null,
        },
        scheduled: {
          isRunning: true,
          totalSchedules: 4,
          enabledSchedules: 3,
          nextRun: "2024-01-01T02:00:00.000Z",
          isPaused: false,
        },
        stats: {
          totalSynced: 1_500,
          successCount: 1_492,
          errorCount: 8,
          lastSyncTime: "2024-01-01T00:00:00.000Z",
          syncDuration: 5_000,
        },
        fullSync: { inProgress: false, runId: null, progress: null },
        failures: { open: 5 },
        breakers: { source: "closed", accounting: "closed" },
        unitShare: 1,
        verification: {
          verifiedAt: "2023-12-31T23:57:00.000Z",
          matched: 12_481,
          total: 12_481,
          issueCount: 0,
          rowsChecked: 4_000,
          rowsTotal: 13_000,
          ratePerSecond: 500,
        },
        leader: { isLeader: true, epoch: 7, instanceId: "one", observedAt: "2024-01-01T00:00:00.000Z", ageMs: 0 },
      },
    });
  });

  it("shows a full sync in progress and how long it will take at its pace", async () => {
    const status = async () => ({ ...sampleStatus, activeRun: sampleRun });
    const { body } = await httpClient({ status }).get("/api/sync/status");

    expect(body.data.fullSync).toEqual({
      inProgress: true,
      runId: "run-1",
      progress: { phase: "payments", processed: 250, total: 1_000, etaMs: 3_000 },
    });
  });

  it("counts nothing and knows no time before anything was synced", async () => {
    const realTime = { ...sampleStatus.realTime, lastSyncAt: null };
    const status = async () => ({ ...sampleStatus, realTime, tally: emptyTally, lastSuccessfulFullSync: null });
    const { body } = await httpClient({ status }).get("/api/sync/status");

    expect(body.data.stats).toEqual({
      totalSynced: 0,
      successCount: 0,
      errorCount: 0,
      lastSyncTime: null,
      syncDuration: 0,
    });
  });

  it("names the later of the last change and the end of the last full sync", async () => {
    const lastSuccessfulFullSync = { ...finishedRun, endedAt: sampleNow + 60_000 };
    const { body } = await httpClient({ status: async () => ({ ...sampleStatus, lastSuccessfulFullSync }) }).get(
      "/api/sync/status",
    );

    expect(body.data.stats.lastSyncTime).toBe("2024-01-01T00:01:00.000Z");
  });

  it("says null about a leader that is not known", async () => {
    const leader = { isLeader: false, epoch: null, instanceId: null, observedAt: null };
    const { body } = await httpClient({ status: async () => ({ ...sampleStatus, leader }) }).get("/api/sync/status");

    expect(body.data.leader).toEqual({ ...leader, ageMs: null });
  });

  it("says how old the word of another instance is, and never less than nothing", async () => {
    const told = { isLeader: false, epoch: 7n, instanceId: "two" };
    const ages = [sampleNow - 4_000, sampleNow + 10].map(async (observedAt) => {
      const status = async () => ({ ...sampleStatus, leader: { ...told, observedAt } });
      return (await httpClient({ status }).get("/api/sync/status")).body.data.leader.ageMs;
    });
    expect(await Promise.all(ages)).toEqual([4_000, 0]);
  });
});

describe("GET /api/sync/stats", () => {
  it("has the specification's five numbers, the counters they come from, and the newest errors", async () => {
    const { status, body } = await httpClient().get("/api/sync/stats");

    expect(status).toBe(200);
    expect(statsSchema.safeParse(body.data).success).toBe(true);
    expect(body).toEqual({
      success: true,
      data: {
        totalSynced: 1_500,
        successCount: 1_492,
        errorCount: 8,
        lastSyncTime: "2024-01-01T00:00:00.000Z",
        syncDuration: 5_000,
        counters: { events: 500, applied: 400, unchanged: 50, coalesced: 30, notPosted: 17, failed: 3 },
        lag: { p50Ms: 6, p95Ms: 14, p99Ms: 31 },
        eventsPerSecond: 12.5,
        byCollection: { payments: 470, properties: 20, owners: 10 },
        collections: {
          payments: { changes: 470, lastChangeAt: "2023-12-31T23:59:58.000Z", lagMs: 12 },
          properties: { changes: 20, lastChangeAt: "2023-12-31T23:40:00.000Z", lagMs: 0 },
          owners: { changes: 10, lastChangeAt: null, lagMs: null },
        },
        openFailures: 5,
        rounding: [
          { currency: "KWD", rows: 1, residual: "-0.000400000" },
          { currency: "USD", rows: 2, residual: "0.00350000" },
        ],
        noiseTaken: 3,
        errors: [
          { at: "2024-01-01T00:00:00.000Z", code: "source_unavailable", message: "The main database does not answer." },
        ],
        observedAt: "2024-01-01T00:00:00.000Z",
      },
    });
  });

  it("sums no residual where nothing was rounded, and says one to the last digit where a double could not", async () => {
    const residualMicroMinor = 9_007_199_254_740_993n;
    const rounding = [{ currency: currency("JPY"), rows: 1_000_000, residualMicroMinor }];
    const none = await httpClient({ stats: async () => ({ ...sampleStats, rounding: [] }) }).get("/api/sync/stats");
    const much = await httpClient({ stats: async () => ({ ...sampleStats, rounding }) }).get("/api/sync/stats");

    expect(none.body.data.rounding).toEqual([]);
    expect(much.body.data.rounding).toEqual([{ currency: "JPY", rows: 1_000_000, residual: "9007199254.740993" }]);
  });

  it("says null instead of a lag that was never measured", async () => {
    const { body } = await httpClient({ stats: async () => ({ ...sampleStats, lag: null }) }).get("/api/sync/stats");

    expect(body.data.lag).toBeNull();
  });
});
