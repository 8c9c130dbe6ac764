import { describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import type { Caller, Identity } from "../../src/application/use-cases.ts";
import { failing } from "../support/fake-use-cases.ts";
import { credentials, httpClient, localCaller } from "../support/http-client.ts";
import { sampleStatus } from "../support/http-samples.ts";

const { realTime } = sampleStatus;

describe("POST /api/sync/real-time/start", () => {
  it("answers real-time sync as it is after the start", async () => {
    const { status, body } = await httpClient().post("/api/sync/real-time/start");

    expect(status).toBe(200);
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
      },
    });
  });

  it("says null where nothing is known yet", async () => {
    const starting = { ...realTime, state: "starting", lagMs: null, lastSyncAt: null, position: null } as const;
    const { body } = await httpClient({ startRealTime: async () => starting }).post("/api/sync/real-time/start");

    expect(body.data.realTime).toMatchObject({ state: "starting", lagMs: null, lastSync: null, position: null });
  });

  it("says which error it waits with, by code and message alone", async () => {
    const error = { code: "source_unavailable", message: "away", stack: "secret" };
    const waiting = { ...realTime, state: "waiting", error } as const;
    const { body } = await httpClient({ startRealTime: async () => waiting }).post("/api/sync/real-time/start");

    expect(body.data.realTime.error).toEqual({ code: "source_unavailable", message: "away" });
  });

  it("is refused with 409 where configuration forbids it", async () => {
    const disabled = failing(new AppError("disabled", "Real-time sync is switched off by SYNC_ENABLED=false."));
    const { status, body } = await httpClient({ startRealTime: disabled }).post("/api/sync/real-time/start");

    expect(status).toBe(409);
    expect(body).toMatchObject({ code: "disabled", detail: "Real-time sync is switched off by SYNC_ENABLED=false." });
  });

  it("needs no body and does not mind one", async () => {
    const { post, send } = httpClient();

    expect((await post("/api/sync/real-time/start", {})).status).toBe(200);
    expect((await send("/api/sync/real-time/start", { method: "POST", body: "now" })).status).toBe(200);
  });
});

describe("POST /api/sync/real-time/stop", () => {
  it("answers real-time sync as it is after the stop", async () => {
    const { status, body } = await httpClient().post("/api/sync/real-time/stop");

    expect(status).toBe(200);
    expect(body.data.realTime).toMatchObject({ isRunning: false, wanted: false, state: "stopped" });
  });

  it("passes the reason on, and takes none as well", async () => {
    const reasons: unknown[] = [];
    const stopRealTime = (_caller: Caller, reason?: string | null) => {
      reasons.push(reason);
      return Promise.resolve(realTime);
    };
    const { post } = httpClient({ stopRealTime });
    await post("/api/sync/real-time/stop", { reason: "an import" });
    await post("/api/sync/real-time/stop", {});
    await post("/api/sync/real-time/stop");

    expect(reasons).toEqual(["an import", null, null]);
  });

  it.for([
    [400, "{"],
    [422, '{"reason": " "}'],
    [422, '{"because": "an import"}'],
  ] as const)("is refused with %i for the body %s", async ([expected, body]) => {
    expect((await httpClient().post("/api/sync/real-time/stop", body)).status).toBe(expected);
  });

  it("is refused with 415 for a body that is no JSON", async () => {
    const headers = { "Content-Type": "text/plain" };

    expect((await httpClient().post("/api/sync/real-time/stop", "an import", headers)).status).toBe(415);
  });
});

describe("who asks", () => {
  it("is the loopback caller until access control says otherwise", async () => {
    const callers: Caller[] = [];
    const startRealTime = (caller: Caller) => {
      callers.push(caller);
      return Promise.resolve(realTime);
    };
    await httpClient({ startRealTime }).post("/api/sync/real-time/start");

    expect(callers).toEqual([localCaller]);
  });

  it("comes from the one place that looks at the request", async () => {
    const callers: Caller[] = [];
    const stopRealTime = (caller: Caller) => {
      callers.push(caller);
      return Promise.resolve(realTime);
    };
    const authenticate = async (actor: string): Promise<Identity> => ({ actor, roles: ["operator"], companyId: null });
    const { post } = httpClient({ stopRealTime }, { access: { ...credentials, authenticate } });
    await post("/api/sync/real-time/stop", undefined, { Authorization: "Bearer ann" });

    expect(callers).toMatchObject([{ actor: "ann" }]);
  });
});
