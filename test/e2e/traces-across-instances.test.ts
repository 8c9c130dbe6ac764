import { afterAll, beforeAll, expect, it } from "vitest";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { type OtlpCollector, startOtlpCollector, tracedTo } from "../support/otlp-collector.ts";
import { startProgram, urlOf } from "../support/program.ts";
import { statusOf, untilLive } from "../support/program-api.ts";
import { environmentOf } from "../support/running-service.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";

const traceparent = (digit: string): string => `00-${digit.repeat(32)}-${"5".repeat(16)}-01`;
const house = propertyOf();

let databases: FreshDatabases;
let collector: OtlpCollector;

beforeAll(async () => {
  databases = await freshDatabases();
  collector = await startOtlpCollector();
  await databases.main.collection("properties").insertOne(house);
  await databases.main.collection("payments").insertOne(paymentOf(house._id));
});
afterAll(async () => {
  await collector[Symbol.asyncDispose]();
  await databases.cleanUp();
});

const start = (instanceId: string) =>
  startProgram(
    environmentOf(databases, { PORT: "0", INSTANCE_ID: instanceId, LOG_LEVEL: "info", ...tracedTo(collector) }),
  );

const startFull = async (url: string, trace: string): Promise<string> => {
  const headers = { "Content-Type": "application/json", traceparent: trace, Prefer: "wait=30" };
  const answer = await fetch(`${url}/api/sync/full`, { method: "POST", headers, body: "{}" });
  // Safe: what the contract's own tests prove.
  const { data } = (await answer.json()) as { readonly data: { readonly id: string } };
  return data.id;
};

it("goes on in the instance that leads when another one was asked", async () => {
  await using leader = start("leader:1");
  await untilLive(await urlOf(leader));
  await using other = start("other:1");
  const url = await urlOf(other);
  await until("the other instance knows who leads", async () => !(await statusOf(url)).leader.isLeader);
  const id = await startFull(url, traceparent("a"));
  const [run] = await collector.received("the run", ({ attributes }) => attributes["sync.run.id"] === id);
  const [command] = await collector.received("the order", ({ spanId }) => spanId === run.parentSpanId);
  const [request] = await collector.received("the request", ({ spanId }) => spanId === command.parentSpanId);

  expect(run.traceId).toBe("a".repeat(32));
  expect(command).toMatchObject({ name: "sync.command", attributes: { "sync.command.name": "startFullSync" } });
  expect(request.name).toBe("POST /api/sync/full");
  expect(request.resource["service.instance.id"]).not.toBe(command.resource["service.instance.id"]);
});
