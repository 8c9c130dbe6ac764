import { ObjectId } from "mongodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLedgersyncClient } from "../../src/trpc/client/create-ledgersync-client.ts";
import { startCuttableProxy } from "../support/cuttable-proxy.ts";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { answerOf, type HttpClient } from "../support/http-client.ts";
import { type Program, startProgram, urlOf } from "../support/program.ts";
import { untilLive } from "../support/program-api.ts";
import { environmentOf } from "../support/running-service.ts";
import { settled } from "../support/settled.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { startTraffic } from "../support/traffic.ts";
import { until } from "../support/until.ts";
import { dataOfRest, dataOfTrpc, sendRest, sendTrpc } from "../trpc/ask-both-ways.ts";
import { type ParityName, type RestCall, useCaseCalls } from "../trpc/use-case-calls.ts";

let databases: FreshDatabases;
let service: Program;
let url: string;

const house = propertyOf({ _id: new ObjectId("65920080b000000000000001"), name: "Acacia Court" });
const propertyId = String(house._id);
const payment = paymentOf(house._id, { amount: 1_200 });

beforeAll(async () => {
  databases = await freshDatabases();
  await databases.main.collection("properties").insertOne(house);
  await databases.main.collection("payments").insertMany([payment, paymentOf(house._id), paymentOf(house._id)]);
  await databases.main.collection("payments").insertOne(paymentOf(house._id, { amount: "12,5o" }));
  service = startProgram(environmentOf(databases, { LOG_LEVEL: "info" }));
  url = await urlOf(service);
  await untilLive(url);
  await until("the check behind the initial sync is over", async () => {
    const { items } = await createLedgersyncClient({ url }).runs.query({ kind: "consistency", state: "succeeded" });
    return items.length > 0;
  });
});

afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await databases?.cleanUp();
});

/** The service behind its socket. */
const asker: Pick<HttpClient, "send"> = {
  send: async (path, init) => answerOf(await fetch(new URL(path, url), init)),
};

const api = "/api/sync";
const get = (path: string): RestCall => ({ method: "GET", path: api + path });
const account = `/accounts/${propertyId}`;
const entry = {
  type: "repair",
  amount: "150.00",
  currency: "USD",
  description: "New lock",
  occurredAt: "2024-05-01T00:00:00Z",
};
const enter = (amount: string): RestCall => ({
  method: "POST",
  path: `${api}${account}/transactions`,
  headers: { "Idempotency-Key": "lock-of-the-front-door" },
  body: { ...entry, amount },
});
const entered = (amount: string) => ({ ...entry, amount, propertyId, idempotencyKey: "lock-of-the-front-door" });

/** An explanation names the time at which it read the source, which moves on between two questions. */
const apartFromWhen = (data: unknown): unknown =>
  typeof data === "object" && data !== null && "source" in data && typeof data.source === "object"
    ? { ...data, source: { ...data.source, asOf: null } }
    : data;

describe("the running service answers over tRPC what it answers over REST", () => {
  it.for<readonly [ParityName, RestCall, object?]>([
    ["me", get("/me")],
    ["account", get(account), { propertyId }],
    ["accounts", get("/accounts?search=acacia"), { search: "acacia" }],
    ["transactions", get(`${account}/transactions?limit=2`), { propertyId, limit: 2 }],
    ["failures", get("/failures"), {}],
    ["explain", get(`/explain/payments/${payment._id}`), { collection: "payments", id: String(payment._id) }],
    ["schedules", get("/schedules")],
    ["schedule", get("/schedules/daily_sync"), { name: "daily_sync" }],
    ["runs", get("/runs?kind=initial"), { kind: "initial" }],
    ["consistency", get("/consistency")],
    ["enterTransaction", enter("150.00"), entered("150.00")],
  ])("%s", async ([name, rest, input]) => {
    const overRest = await sendRest(asker, rest);
    const overTrpc = await sendTrpc(asker, { name, kind: useCaseCalls[name].kind, ...(input && { input }) });

    expect(overRest.status, overRest.text).toBeLessThan(300);
    expect(overTrpc.status, overTrpc.text).toBe(200);
    expect(apartFromWhen(dataOfTrpc(overTrpc))).toEqual(apartFromWhen(dataOfRest(overRest)));
  });

  it.for<readonly [string, ParityName, RestCall, object]>([
    ["not_found", "account", get("/accounts/~n1"), { propertyId: "~n1" }],
    ["not_found", "run", get("/runs/none"), { id: "none" }],
    ["validation", "runs", get("/runs?cursor=none"), { cursor: "none" }],
    ["idempotency_key_reused", "enterTransaction", enter("151.00"), entered("151.00")],
    [
      "precondition_failed",
      "changeSchedule",
      { method: "PUT", path: `${api}/schedules/daily_sync`, headers: { "If-Match": '"99"' }, body: { enabled: false } },
      { name: "daily_sync", ifMatch: '"99"', enabled: false },
    ],
    [
      "conflict",
      "createSchedule",
      { method: "POST", path: `${api}/schedules`, body: { name: "daily_sync", cronExpression: "0 4 * * *" } },
      { name: "daily_sync", cronExpression: "0 4 * * *" },
    ],
    [
      "disabled",
      "triggerSchedule",
      { method: "POST", path: `${api}/schedules/daily_sync/trigger` },
      { name: "daily_sync" },
    ],
  ])("and refuses alike: %s of %s", async ([code, name, rest, input]) => {
    const overRest = await sendRest(asker, rest);
    const { status, body } = await sendTrpc(asker, { name, kind: useCaseCalls[name].kind, input });

    expect([overRest.body.code, body.error.data.problem.code]).toEqual([code, code]);
    expect([status, body.error.data.problem.detail]).toEqual([overRest.status, overRest.body.detail]);
  });
});

it("tells a typed client that is cut off again and again, while changes flow, every event once and in order", async () => {
  await using proxy = await startCuttableProxy(url);
  const client = createLedgersyncClient({ url: proxy.url });
  const told: { readonly id: string; readonly type: string; readonly reason: string | null }[] = [];
  const failed: unknown[] = [];
  const subscription = client.events.subscribe(undefined, {
    onData: ({ id, data }) => {
      told.push({ id, type: data.type, reason: data.type === "resync" ? data.data.reason : null });
    },
    onError: (error) => failed.push(error),
  });
  const newest = async (): Promise<number> => {
    const events = databases.accounting.collection<{ readonly _id: number }>("sync_events");
    return (await events.findOne({}, { sort: { _id: -1 } }))?._id ?? 0;
  };
  const traffic = await startTraffic(databases.main, { seed: 7 });
  const changes = traffic.keepChanging();
  for (let cut = 0; cut < 4; cut += 1) {
    const before = told.length;
    await until("events come", () => told.length > before + 5);
    proxy.cut();
    const missed = (await newest()) + 10;
    await until("events are told to nobody", async () => (await newest()) >= missed);
    proxy.mend();
    await until("what was missed has come", () => Number(told.at(-1)?.id) >= missed);
  }
  await changes.stop();
  await settled(databases);
  const last = await newest();
  await until("the last event has come", () => Number(told.at(-1)?.id) >= last);
  subscription.unsubscribe();

  const ids = told.map(({ id }) => Number(id));
  const first = ids[0] ?? 0;
  expect(ids).toEqual(ids.map((_, index) => first + index));
  expect(told.filter(({ reason }) => reason !== null)).toEqual([
    { id: String(first), type: "resync", reason: "subscribed" },
  ]);
  expect(ids.length).toBeGreaterThan(40);
  expect(failed).toEqual([]);
});
