import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { type OtlpCollector, type ReceivedSpan, startOtlpCollector, tracedTo } from "../support/otlp-collector.ts";
import { type Program, startProgram, urlOf } from "../support/program.ts";
import { untilLive } from "../support/program-api.ts";
import { environmentOf } from "../support/running-service.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";

const driver = "@opentelemetry/instrumentation-mongodb";
const caller = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };
const traceparent = `00-${caller.traceId}-${caller.spanId}-01`;
const house = propertyOf();

let databases: FreshDatabases;
let collector: OtlpCollector;
let program: Program;
let url: string;

beforeAll(async () => {
  databases = await freshDatabases();
  collector = await startOtlpCollector();
  await databases.main.collection("properties").insertOne(house);
  program = startProgram(environmentOf(databases, { PORT: "0", LOG_LEVEL: "debug", ...tracedTo(collector) }));
  url = await urlOf(program);
  await untilLive(url);
});
afterAll(async () => {
  await program[Symbol.asyncDispose]();
  await collector[Symbol.asyncDispose]();
  await databases.cleanUp();
});

const ofTrace = (traceId: string): readonly ReceivedSpan[] =>
  collector.spans.filter((span) => span.traceId === traceId);

const requestsOf = (traceId: string) =>
  collector.received("the request", (span) => span.traceId === traceId && span.kind === 2);

const batchOf = (paymentId: string) =>
  collector.received(`the batch of payment ${paymentId}`, ({ name, attributes }) => {
    const ids = attributes["sync.batch.payment_ids"];
    return name === "sync.batch" && Array.isArray(ids) && ids.includes(paymentId);
  });

const post = async (path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${url}/api/sync${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: JSON of any shape, read by this test alone.
  return { answer, body: (await answer.json()) as any };
};

describe("the trace of a payment", () => {
  it("tells its way from its writing in the main database to its commit in the ledger", async () => {
    const payment = paymentOf(house._id);
    const writtenAt = Date.now();
    await databases.main.collection("payments").insertOne(payment);
    const [batch] = await batchOf(payment._id.toHexString());
    const spans = ofTrace(batch.traceId);

    const [change, ...others] = spans.filter(({ parentSpanId }) => parentSpanId === null);
    expect(others).toEqual([]);
    expect(change).toMatchObject({ name: "source.change", kind: 5 });
    // The server tells times of writing in whole milliseconds of its own.
    expect(change?.startMs).toBeGreaterThanOrEqual(writtenAt - 1_000);
    expect(change?.endMs).toBeLessThanOrEqual(batch.endMs);
    expect(batch).toMatchObject({
      parentSpanId: change?.spanId,
      attributes: {
        "sync.batch.kind": "reconcile",
        "sync.batch.cause": "stream",
        "sync.batch.outcome": "committed",
        "sync.batch.events": 1,
        "sync.batch.applied": 1,
        "sync.batch.rows_changed": 1,
      },
      status: { code: 0 },
    });
    expect(batch.events.map(({ name }) => name)).toEqual(["source.read", "lane.turn"]);

    const commands = spans.filter(({ scope }) => scope === driver);
    expect(commands.every(({ parentSpanId }) => parentSpanId === batch.spanId)).toBe(true);
    const told = commands.map(({ name, attributes }) => `${attributes["db.namespace"]} ${name}`);
    expect(told).toContain(`${databases.main.databaseName} find payments`);
    expect(told).toContain(`${databases.accounting.databaseName} insert`);
    expect(told).toContain(`${databases.accounting.databaseName} update accounts`);
    expect(told).toContain(`${databases.accounting.databaseName} update sync_state`);
    expect(told).toContain("admin commitTransaction");
  });

  it("is named in the batch's line of the log, with its span", async () => {
    const payment = paymentOf(house._id);
    await databases.main.collection("payments").insertOne(payment);
    const [batch] = await batchOf(payment._id.toHexString());
    const line = await until("the log tells of the batch", () =>
      program.log.find(({ msg, spanId }) => msg === "batch" && spanId === batch.spanId),
    );

    expect(line).toMatchObject({ traceId: batch.traceId, kind: "reconcile", cause: "stream", events: 1, applied: 1 });
    expect(line.durationMs).toEqual(expect.any(Number));
    expect(line.lagMs).toEqual(expect.any(Number));
  });
});

describe("a run that was asked for over REST", () => {
  it("belongs to the caller's trace, and names it", async () => {
    const { answer, body } = await post("/full", {}, { traceparent, Prefer: "wait=30" });
    const [run] = await collector.received("the run", ({ attributes }) => attributes["sync.run.id"] === body.data.id);
    const [request, second] = await requestsOf(caller.traceId);

    expect(answer.headers.get("traceparent")).toBe(`00-${caller.traceId}-${request.spanId}-01`);
    expect(request).toMatchObject({
      name: "POST /api/sync/full",
      parentSpanId: caller.spanId,
      attributes: {
        "http.request.method": "POST",
        "http.route": "/api/sync/full",
        "http.response.status_code": 200,
      },
    });
    expect(second).toBeUndefined();
    expect(run).toMatchObject({
      name: "sync.run",
      traceId: caller.traceId,
      parentSpanId: request.spanId,
      attributes: { "sync.run.kind": "full", "sync.run.trigger": "api", "sync.run.state": "succeeded" },
    });
    expect(body.data.traceId).toBe(caller.traceId);
    const stored = await databases.accounting
      .collection<{ _id: string; traceparent: string }>("sync_runs")
      .findOne({ _id: body.data.id });
    expect(stored?.traceparent).toBe(`00-${caller.traceId}-${run.spanId}-01`);
  });

  it("is linked by the batches that it hands in, each of which has a trace of its own", async () => {
    const { body } = await post("/full", {}, { Prefer: "wait=30" });
    const [run] = await collector.received("the run", ({ attributes }) => attributes["sync.run.id"] === body.data.id);
    const isOfRun = ({ links }: ReceivedSpan): boolean => links.some(({ spanId }) => spanId === run.spanId);
    const [batch] = await collector.received("a batch of the run", isOfRun);

    expect(batch).toMatchObject({ name: "sync.batch", parentSpanId: null });
    expect(batch.traceId).not.toBe(run.traceId);
  });

  it("has a line of the log when it is over", async () => {
    const { body } = await post("/full", { dryRun: true }, { Prefer: "wait=30" });
    const line = await until("the log tells of the run", () =>
      program.log.find(({ msg, run }) => msg === "a run is over" && run === body.data.id),
    );

    expect(line).toMatchObject({ traceId: body.data.traceId, kind: "full", trigger: "api", state: "succeeded" });
  });
});

it("lets a manual entry be followed from the request to its commit", async () => {
  const entry = { type: "repair", amount: "150.00", currency: "USD", description: "New gutter" };
  const path = `/accounts/${house._id.toHexString()}/transactions`;
  const { answer } = await post(path, entry, { "Idempotency-Key": "gutter" });
  expect(answer.status).toBe(201);
  const [, traceId = ""] = (answer.headers.get("traceparent") ?? "").split("-");
  const [request] = await requestsOf(traceId);
  const [batch] = ofTrace(traceId).filter(({ name }) => name === "sync.batch");

  expect(request.name).toBe("POST /api/sync/accounts/:propertyId/transactions");
  expect(batch).toMatchObject({ parentSpanId: request.spanId, attributes: { "sync.batch.kind": "manual" } });
});

describe("a request that is refused", () => {
  it("is told by a problem with the trace's real id", async () => {
    const { answer, body } = await post("/full", { confirm: "nothing" });
    const [request] = await requestsOf(body.traceId);

    expect(answer.status).toBe(422);
    expect(request.attributes).toMatchObject({ "http.response.status_code": 422, "error.type": "validation" });
    expect(request.status.code).toBe(0);
  });

  it("has a line of the log with route, status and code", async () => {
    const { body } = await post("/full", { confirm: "nothing at all" });
    const line = await until("the log tells of the request", () =>
      program.log.find(({ msg, requestId }) => msg === "request" && requestId === body.requestId),
    );

    expect(line).toMatchObject({ method: "POST", route: "/api/sync/full", status: 422, code: "validation" });
    expect(line.traceId).toBe(body.traceId);
  });
});

it("sends traces only, and says nothing of the machine it runs on", () => {
  expect(new Set(collector.requests.map(({ path }) => path))).toEqual(new Set(["/v1/traces"]));
  expect(Object.keys(collector.spans[0]?.resource ?? {}).sort()).toEqual([
    "service.instance.id",
    "service.name",
    "telemetry.sdk.language",
    "telemetry.sdk.name",
    "telemetry.sdk.version",
  ]);
  expect(collector.spans[0]?.resource["service.name"]).toBe("ledgersync");
});

it("never tells of what a probe asks, nor of looking at a quiet stream", async () => {
  await fetch(`${url}/livez`);
  await fetch(`${url}/readyz`);
  await post("/full", { dryRun: true }, { Prefer: "wait=30", traceparent: `00-${"7".repeat(32)}-${caller.spanId}-01` });
  await collector.received("what came later", ({ traceId, name }) => traceId === "7".repeat(32) && name === "sync.run");

  expect(collector.spans.filter(({ name }) => /livez|readyz|getMore|killCursors/.test(name))).toEqual([]);
});
