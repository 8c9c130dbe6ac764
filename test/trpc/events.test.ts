import { once } from "node:events";
import { expect, it, vi } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import type { EventsRequest } from "../../src/application/follow-events.ts";
import type { Identity, UseCases } from "../../src/application/use-cases.ts";
import { eventToWire } from "../../src/contract/event-to-wire.ts";
import { stalledMaxMs } from "../../src/http/attended-stream.ts";
import { serverSentMessages } from "../../src/trpc/client/server-sent-messages.ts";
import { sampleEvents } from "../support/event-samples.ts";
import { credentials, type HttpClient, httpClient } from "../support/http-client.ts";
import { until } from "../support/until.ts";

const follow = async ({ app }: HttpClient, input: object | null, headers: Record<string, string> = {}) => {
  const query = input === null ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  const response = await app.request(`/trpc/events${query}`, { headers });
  if (response.body === null) throw new Error("no body");
  const told: object[] = [];
  for await (const { data, ...rest } of serverSentMessages(response.body))
    if (rest.type !== "connected") told.push({ ...rest, data: data === "" ? "" : JSON.parse(data) });
  return told;
};

it("tells every kind of event as REST does, each under its id", async () => {
  const told = await follow(httpClient(), null);

  expect(told).toEqual([
    ...sampleEvents.map((event) => ({ type: "message", id: String(event.id), data: eventToWire(event) })),
    { type: "return", id: null, data: "" },
  ]);
});

it("hands on where the reader was, by the header before the input, and what he wants to hear", async () => {
  const asked: Omit<EventsRequest, "signal">[] = [];
  const client = httpClient({
    events: async function* ({ signal: _, ...request }) {
      asked.push(request);
      yield* [];
    },
  });
  await follow(client, null);
  await follow(client, { lastEventId: "41", types: ["commit"] });
  await follow(client, { lastEventId: "41" }, { "Last-Event-ID": "43" });

  expect(asked).toEqual([
    { lastEventId: null, types: null },
    { lastEventId: "41", types: ["commit"] },
    { lastEventId: "43", types: null },
  ]);
});

it.for([
  ["a kind that is none", { types: ["any"] }, "validation", "UNPROCESSABLE_CONTENT"],
  ["an unknown field", { since: 7 }, "validation", "UNPROCESSABLE_CONTENT"],
] as const)("refuses %s in the stream, by its problem", async ([, input, code, word]) => {
  expect(await follow(httpClient(), input)).toMatchObject([
    { type: "serialized-error", data: { data: { code: word, problem: { code } } } },
  ]);
});

it("ends with the problem of what has gone wrong, and keeps what nobody foresaw to the log", async () => {
  const breaking = (error: unknown): HttpClient =>
    httpClient({
      events: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) }),
    });
  const stopping = breaking(new AppError("cancelled", "The service is stopping."));
  const broken = breaking(new Error("E11000 at user:password@db"));

  expect(await follow(stopping, null)).toMatchObject([
    { type: "serialized-error", data: { data: { httpStatus: 503, problem: { code: "cancelled" } } } },
  ]);
  expect(stopping.serverErrors).toEqual([]);
  expect(await follow(broken, null)).toMatchObject([
    {
      type: "serialized-error",
      data: { message: "Internal error", data: { httpStatus: 500, problem: { code: "internal" } } },
    },
  ]);
  expect(broken.serverErrors).toHaveLength(1);
});

it("ends within a heartbeat when the reader's token is not in force any more", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  try {
    const known = { isKnown: true };
    const ann: Identity = { actor: "ann", roles: ["viewer"], companyId: null };
    const authenticate = () => Promise.resolve(known.isKnown ? ann : null);
    const events: UseCases["events"] = async function* ({ signal }) {
      yield* sampleEvents.slice(0, 1);
      await once(signal, "abort");
    };
    const client = httpClient({ events }, { access: { ...credentials, authenticate } });
    const told = follow(client, null, { Authorization: "Bearer ann" });
    await until("it is followed", () => vi.getTimerCount() > 0);
    await vi.advanceTimersByTimeAsync(15_000);
    known.isKnown = false;
    await vi.advanceTimersByTimeAsync(15_000);

    expect(await told).toMatchObject([
      { type: "message", id: "41" },
      { type: "serialized-error", data: { data: { code: "UNAUTHORIZED", problem: { code: "unauthenticated" } } } },
    ]);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

it("gives up on a reader that takes nothing any more", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const signals: AbortSignal[] = [];
    const events: UseCases["events"] = async function* ({ signal }) {
      signals.push(signal);
      yield* sampleEvents;
      await once(signal, "abort");
    };
    const { app } = httpClient({ events });
    const reader = (await app.request("/trpc/events")).body?.getReader();
    await reader?.read();
    await reader?.read();
    await vi.advanceTimersByTimeAsync(stalledMaxMs);

    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    await expect(reader?.read()).rejects.toThrow("stopped reading");
  } finally {
    vi.useRealTimers();
  }
});

it("does not give up on a reader that waits while nothing is said", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const gate = Promise.withResolvers<void>();
    const events: UseCases["events"] = async function* () {
      await gate.promise;
      yield* sampleEvents.slice(0, 1);
    };
    const told = follow(httpClient({ events }), null);
    await vi.advanceTimersByTimeAsync(2 * stalledMaxMs);
    gate.resolve();

    expect((await told).filter((message) => "id" in message && message.id === "41")).toHaveLength(1);
  } finally {
    vi.useRealTimers();
  }
});

it("is for whoever may read", async () => {
  const authenticate = (token: string) =>
    Promise.resolve(token === "stranger" ? null : { actor: token, roles: [], companyId: null });
  const client = httpClient({}, { access: { ...credentials, authenticate } });
  const answer = await client.get("/trpc/events", { Authorization: "Bearer stranger" });

  expect([answer.status, answer.body.error.data.problem.code]).toEqual([401, "unauthenticated"]);
  expect(await follow(client, null, { Authorization: "Bearer nobody" })).toMatchObject([
    { type: "serialized-error", data: { data: { code: "FORBIDDEN", problem: { code: "forbidden" } } } },
  ]);
});
