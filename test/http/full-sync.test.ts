import { describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import { runSchema } from "../../src/contract/run.ts";
import { failing } from "../support/fake-use-cases.ts";
import { type HttpClient, httpClient } from "../support/http-client.ts";
import { finishedRun, sampleRun } from "../support/http-samples.ts";

type FullSyncRequest = Parameters<UseCases["startFullSync"]>[1];

const recordingClient = (): HttpClient & { readonly requests: FullSyncRequest[]; readonly waits: unknown[] } => {
  const requests: FullSyncRequest[] = [];
  const waits: unknown[] = [];
  const client = httpClient({
    startFullSync: (_caller, request) => {
      requests.push(request);
      return Promise.resolve(sampleRun);
    },
    waitForRun: (id, waitMs) => {
      waits.push([id, waitMs]);
      return Promise.resolve(finishedRun);
    },
  });
  return { ...client, requests, waits };
};

describe("POST /api/sync/full", () => {
  it("answers 202 with the run and where to find it", async () => {
    const { status, headers, body } = await httpClient().post("/api/sync/full");

    expect(status).toBe(202);
    expect(headers.get("Location")).toBe("/api/sync/runs/run-1");
    expect(body.success).toBe(true);
    expect(runSchema.parse(body.data)).toMatchObject({ id: "run-1", state: "running" });
  });

  it("takes the defaults without a body, with an empty one and with an empty object", async () => {
    const { post, send, requests } = recordingClient();
    const json = { "Content-Type": "application/json" };
    await post("/api/sync/full");
    await send("/api/sync/full", { method: "POST", headers: json, body: "" });
    await send("/api/sync/full", { method: "POST", headers: json });
    await post("/api/sync/full", {});

    expect(requests).toEqual(Array(4).fill({ dryRun: false, deep: false, confirm: null }));
  });

  it("passes on what the body asks for", async () => {
    const { post, requests } = recordingClient();
    await post("/api/sync/full", { dryRun: true });
    await post(
      "/api/sync/full",
      { deep: true, confirm: "run-0" },
      { "Content-Type": "application/json; charset=utf-8" },
    );

    expect(requests).toEqual([
      { dryRun: true, deep: false, confirm: null },
      { dryRun: false, deep: true, confirm: "run-0" },
    ]);
  });

  it.for([
    [{ dryRun: "yes" }, "/dryRun"],
    [{ confirm: "" }, "/confirm"],
    [{ deep: "very" }, "/deep"],
    [[], ""],
    [null, ""],
  ] as const)("refuses %j with 422 and points at %s", async ([body, pointer]) => {
    const answer = await httpClient().post("/api/sync/full", body);

    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
  });

  it("says where the run is that stands in the way", async () => {
    const details = [{ pointer: "", message: "run 7/a" }];
    const active = failing(new AppError("run_active", "A full sync is running.", { details }));
    const { status, headers, body } = await httpClient({ startFullSync: active }).post("/api/sync/full");

    expect(status).toBe(409);
    expect(body).toMatchObject({ code: "run_active", activeRun: "/api/sync/runs/run%207%2Fa", errors: [] });
    expect(headers.get("Link")).toBe('</api/sync/runs/run%207%2Fa>; rel="related"');
    expect(headers.get("Location")).toBeNull();
  });
});

describe("Prefer: wait", () => {
  it("waits for the run and answers 200 when it is over", async () => {
    const { post, waits } = recordingClient();
    const { status, headers, body } = await post("/api/sync/full", undefined, { Prefer: "wait=10" });

    expect(status).toBe(200);
    expect(body.data.state).toBe("succeeded");
    expect(headers.get("Location")).toBe("/api/sync/runs/run-1");
    expect(headers.get("Preference-Applied")).toBe("wait=10");
    expect(waits).toEqual([["run-1", 10_000]]);
  });

  it("answers 202 when the run goes on after the wait", async () => {
    const { status, body } = await httpClient().post("/api/sync/full", undefined, { Prefer: "wait=1" });

    expect(status).toBe(202);
    expect(body.data.state).toBe("running");
  });

  it("waits 30 seconds at most and says so", async () => {
    const { post, waits } = recordingClient();
    const { headers } = await post("/api/sync/full", undefined, { Prefer: "respond-async, wait=3600" });

    expect(waits).toEqual([["run-1", 30_000]]);
    expect(headers.get("Preference-Applied")).toBe("wait=30");
  });

  it.for(["wait=0", "wait=soon", "await=5", "wait", "respond-async", "foo=wait"])(
    "does not wait for %s",
    async (prefer) => {
      const { post, waits } = recordingClient();
      const { status, headers } = await post("/api/sync/full", undefined, { Prefer: prefer });

      expect(status).toBe(202);
      expect(waits).toEqual([]);
      expect(headers.get("Preference-Applied")).toBeNull();
    },
  );

  it("still says where the run is when waiting for it fails", async () => {
    const waitForRun = failing(new AppError("accounting_unavailable", "The accounting database does not answer."));
    const { status, headers } = await httpClient({ waitForRun }).post("/api/sync/full", {}, { Prefer: "wait=5" });

    expect(status).toBe(503);
    expect(headers.get("Location")).toBe("/api/sync/runs/run-1");
  });

  it.for(["Client connection prematurely closed.", new DOMException("gone", "AbortError")])(
    "ends without a word in the error log when the caller hangs up: %s",
    async (reason) => {
      const caller = new AbortController();
      const waitForRun: UseCases["waitForRun"] = (_id, _waitMs, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
          caller.abort(reason);
        });
      const { app, serverErrors, answers } = httpClient({ waitForRun });
      const headers = { Prefer: "wait=5" };
      const { signal } = caller;
      await app.request(new Request("http://localhost/api/sync/full", { method: "POST", headers, signal }));

      expect(serverErrors).toEqual([]);
      expect(answers).toHaveLength(1);
    },
  );
});
