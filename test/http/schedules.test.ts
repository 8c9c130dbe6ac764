import { describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import { schedulePreviewSchema, scheduleSchema } from "../../src/contract/schedule.ts";
import { failing } from "../support/fake-use-cases.ts";
import { type HttpClient, httpClient } from "../support/http-client.ts";
import { finishedRun, samplePreview, sampleSchedule } from "../support/http-samples.ts";

const path = "/api/sync/schedules";
const json = { "Content-Type": "application/json" };

type Calls = { [Name in "createSchedule" | "changeSchedule" | "deleteSchedule"]: unknown[] };

const recordingClient = (): HttpClient & { readonly calls: Calls } => {
  const calls: Calls = { createSchedule: [], changeSchedule: [], deleteSchedule: [] };
  const recorded: Partial<UseCases> = {
    createSchedule: (_caller, request) => {
      calls.createSchedule.push(request);
      return Promise.resolve(sampleSchedule);
    },
    changeSchedule: (_caller, target, change) => {
      calls.changeSchedule.push([target, change]);
      return Promise.resolve(sampleSchedule);
    },
    deleteSchedule: (_caller, target) => {
      calls.deleteSchedule.push(target);
      return Promise.resolve();
    },
  };
  return { ...httpClient(recorded), calls };
};

const put = ({ send }: HttpClient, name: string, body: unknown, headers: Record<string, string> = {}) =>
  send(`${path}/${name}`, { method: "PUT", headers: { ...json, ...headers }, body: JSON.stringify(body) });

describe("a schedule", () => {
  it("has the shape of the specification, and more beside it", async () => {
    const { status, headers, body } = await httpClient().get(`${path}/daily_sync`);
    expect(status).toBe(200);
    expect(headers.get("ETag")).toBe('"7"');
    expect(scheduleSchema.safeParse(body.data).success).toBe(true);
    expect(body).toEqual({
      success: true,
      data: {
        name: "daily_sync",
        kind: "full",
        cronExpression: "0 2 * * *",
        timezone: "Africa/Harare",
        description: "Every night",
        enabled: true,
        runCount: 3,
        averageDuration: 4501,
        lastRun: "2023-12-31T23:59:59.100Z",
        lastStatus: "failed",
        lastError: "The main database does not answer.",
        nextRun: "2024-01-01T00:00:00.000Z",
        nextRuns: ["2024-01-01T00:00:00.000Z", "2024-01-02T00:00:00.000Z"],
        humanReadable: "At 02:00",
        createdAt: "2023-12-31T23:59:59.000Z",
        updatedAt: "2023-12-31T23:59:59.000Z",
        etag: '"7"',
      },
    });
  });

  it("that will not run has no next run", async () => {
    const schedule = async () => ({ ...sampleSchedule, nextRuns: [] });
    const { body } = await httpClient({ schedule }).get(`${path}/daily_sync`);
    expect(body.data).toMatchObject({ nextRun: null, nextRuns: [] });
  });

  it("is listed with all others in one answer", async () => {
    const { status, body } = await httpClient().get(path);
    expect(status).toBe(200);
    expect(body.data.map(({ name }: { name: string }) => name)).toEqual(["daily_sync"]);
  });

  it("that there is not is 404", async () => {
    const schedule = failing(new AppError("not_found", "There is no schedule x."));
    expect((await httpClient({ schedule }).get(`${path}/x`)).status).toBe(404);
  });
});

describe("POST /api/sync/schedules", () => {
  it("answers 201 with the schedule and where to find it", async () => {
    const client = recordingClient();
    const answer = await client.post(path, { name: "daily_sync", cronExpression: "0 2 * * *" });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("Location")).toBe("/api/sync/schedules/daily_sync");
    expect(answer.headers.get("ETag")).toBe('"7"');
    expect(client.calls.createSchedule).toEqual([{ name: "daily_sync", cronExpression: "0 2 * * *" }]);
  });

  it("takes the object of the specification, whose counters are the service's own", async () => {
    const client = recordingClient();
    const specified = {
      name: "custom_sync",
      cronExpression: "0 */6 * * *",
      description: "Custom sync every 6 hours",
      enabled: true,
    };
    const { status } = await client.post(path, { ...specified, runCount: 0, averageDuration: 0 });
    expect(status).toBe(201);
    expect(client.calls.createSchedule).toEqual([specified]);
  });

  it.for([
    [{ cronExpression: "0 2 * * *" }, "/name"],
    [{ name: "", cronExpression: "0 2 * * *" }, "/name"],
    [{ name: "a" }, "/cronExpression"],
    [{ name: "a", cronExpression: 5 }, "/cronExpression"],
    [{ name: "a", cronExpression: "x".repeat(201) }, "/cronExpression"],
    [{ name: "a", cronExpression: "0 2 * * *", kind: "initial" }, "/kind"],
    [{ name: "a", cronExpression: "0 2 * * *", enabled: "yes" }, "/enabled"],
    [{ name: "a", cronExpression: "0 2 * * *", command: "rm" }, "/command"],
    [{ name: "a", cronExpression: "0 2 * * *", description: "x".repeat(501) }, "/description"],
  ] as const)("refuses %j with 422 and points at %s", async ([body, pointer]) => {
    const answer = await httpClient().post(path, body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
  });

  it("says in the calculator's own words what is wrong with a line", async () => {
    const details = [{ pointer: "/cronExpression", message: "Invalid value for minute: 60" }];
    const createSchedule = failing(new AppError("validation", "cronExpression: …", { details }));
    const { status, body } = await httpClient({ createSchedule }).post(path, {
      name: "a",
      cronExpression: "60 * * * *",
    });
    expect([status, body.errors]).toEqual([422, details]);
  });

  it("answers 409 where the name is taken", async () => {
    const createSchedule = failing(new AppError("conflict", "There is a schedule daily_sync already."));
    const { status, body } = await httpClient({ createSchedule }).post(path, {
      name: "a",
      cronExpression: "0 2 * * *",
    });
    expect([status, body.code]).toEqual([409, "conflict"]);
  });
});

describe("a change", () => {
  it("passes on what the body says and nothing else", async () => {
    const client = recordingClient();
    const { status, headers } = await put(client, "daily_sync", { cronExpression: "30 3 * * *", runCount: 9 });
    expect(status).toBe(200);
    expect(headers.get("ETag")).toBe('"7"');
    const target = { name: "daily_sync", revisions: null };
    expect(client.calls.changeSchedule).toEqual([[target, { cronExpression: "30 3 * * *" }]]);
  });

  it.for([
    ['"7"', [7]],
    ['"7", "8"', [7, 8]],
    ["*", null],
    ['"7", *', null],
    ['W/"7"', []],
    ["7", []],
    ['"other"', []],
  ] as const)("with If-Match %s lets %j pass", async ([ifMatch, revisions]) => {
    const client = recordingClient();
    await put(client, "a", { enabled: false }, { "If-Match": ifMatch });
    await client.send(`${path}/a`, { method: "DELETE", headers: { "If-Match": ifMatch } });
    await client.post(`${path}/a/disable`, undefined, { "If-Match": ifMatch });
    const target = { name: "a", revisions };
    expect(client.calls.changeSchedule).toEqual(Array(2).fill([target, { enabled: false }]));
    expect(client.calls.deleteSchedule).toEqual([target]);
  });

  it("of another revision is 412", async () => {
    const outdated = failing(new AppError("precondition_failed", "Schedule a was changed meanwhile."));
    const client = httpClient({ changeSchedule: outdated, deleteSchedule: outdated });
    const headers = { "If-Match": '"1"' };
    const answers = [
      await put(client, "a", { enabled: false }, headers),
      await client.send(`${path}/a`, { method: "DELETE", headers }),
      await client.post(`${path}/a/enable`, undefined, headers),
    ];
    for (const { status, body } of answers) expect([status, body.code]).toEqual([412, "precondition_failed"]);
  });

  it("by enable and disable is one of `enabled` alone", async () => {
    const client = recordingClient();
    for (const verb of ["enable", "disable"]) expect((await client.post(`${path}/a%20b/${verb}`)).status).toBe(200);
    const target = { name: "a b", revisions: null };
    expect(client.calls.changeSchedule).toEqual([
      [target, { enabled: true }],
      [target, { enabled: false }],
    ]);
  });

  it("that configuration forbids is 409", async () => {
    const changeSchedule = failing(new AppError("disabled", "Schedules are switched off."));
    const { status, body } = await httpClient({ changeSchedule }).post(`${path}/a/enable`);
    expect([status, body.code]).toEqual([409, "disabled"]);
  });

  it("that deletes answers 204 and nothing", async () => {
    const { status, text } = await httpClient().send(`${path}/a`, { method: "DELETE" });
    expect([status, text]).toEqual([204, ""]);
  });
});

describe("a trigger", () => {
  it("answers 202 with the run and where to find it", async () => {
    const { status, headers, body } = await httpClient().post(`${path}/daily_sync/trigger`);
    expect([status, headers.get("Location"), body.data.id]).toEqual([202, "/api/sync/runs/run-1", "run-1"]);
  });

  it("waits for the run when asked to", async () => {
    const waitForRun = async () => finishedRun;
    const client = httpClient({ waitForRun });
    const { status, headers } = await client.post(`${path}/a/trigger`, undefined, { Prefer: "wait=5" });
    expect([status, headers.get("Preference-Applied")]).toEqual([200, "wait=5"]);
  });

  it("beside an active run is 409 and says where that is", async () => {
    const details = [{ pointer: "", message: "r7" }];
    const triggerSchedule = failing(new AppError("run_active", "Run r7 is active.", { details }));
    const { status, body } = await httpClient({ triggerSchedule }).post(`${path}/a/trigger`);
    expect([status, body.activeRun]).toEqual([409, "/api/sync/runs/r7"]);
  });
});

describe("a preview", () => {
  it("tells words, next runs and notes, in the service's zone where none is named", async () => {
    const asked: unknown[] = [];
    const previewSchedule: UseCases["previewSchedule"] = (line) => {
      asked.push(line);
      return samplePreview;
    };
    const { post } = httpClient({ previewSchedule });
    const { status, body } = await post(`${path}/preview`, { cronExpression: "0 2 * * *", timezone: "Europe/Berlin" });
    await post(`${path}/preview`, { cronExpression: "0 2 * * *" });
    expect(status).toBe(200);
    expect(schedulePreviewSchema.parse(body.data)).toMatchObject({
      humanReadable: "At 02:00",
      notes: samplePreview.notes,
    });
    expect(asked).toEqual([
      { cronExpression: "0 2 * * *", timezone: "Europe/Berlin" },
      { cronExpression: "0 2 * * *", timezone: null },
    ]);
  });

  it("of a line that is refused is 422", async () => {
    const details = [{ pointer: "/timezone", message: "Invalid time zone specified: Mars/Base." }];
    const refused = new AppError("validation", "timezone: …", { details });
    const previewSchedule = (): never => {
      throw refused;
    };
    const client = httpClient({ previewSchedule });
    const { status, body } = await client.post(`${path}/preview`, { cronExpression: "0 2 * * *" });
    expect([status, body.errors]).toEqual([422, details]);
  });
});

describe("all schedules", () => {
  it("are held and let go", async () => {
    const { post } = httpClient();
    const stopped = await post(`${path}/stop-all`);
    const started = await post(`${path}/start-all`);
    expect([stopped.status, started.status]).toEqual([200, 200]);
    expect(stopped.body.data.scheduled).toMatchObject({ isRunning: false, isPaused: true, nextRun: null });
    expect(started.body.data.scheduled).toMatchObject({ isRunning: true, isPaused: false, totalSchedules: 4 });
  });
});
