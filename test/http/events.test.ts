import { afterEach, describe, expect, it, vi } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import type { EventsRequest } from "../../src/application/follow-events.ts";
import { syncEventSchema } from "../../src/contract/sync-event.ts";
import type { ToldEvent } from "../../src/domain/sync/sync-event.ts";
import { stalledMaxMs } from "../../src/http/attended-stream.ts";
import { heartbeatMs } from "../../src/http/event-stream.ts";
import { sampleEvents } from "../support/event-samples.ts";
import { credentials, httpClient } from "../support/http-client.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** The blocks of a stream, each as its lines. */
const blocksOf = (text: string) =>
  text
    .trimEnd()
    .split("\n\n")
    .map((block) => block.split("\n"));

const dataOf = (block: readonly string[]) =>
  JSON.parse(block.find((line) => line.startsWith("data: "))?.slice(6) ?? "");

/** Use cases that tell `events`, then go on as `ending` does; what they were asked is kept. */
const telling = (
  events: readonly ToldEvent[],
  ending: (signal: AbortSignal) => Promise<void> = async () => undefined,
) => {
  const asked: EventsRequest[] = [];
  const useCase = async function* (request: EventsRequest) {
    asked.push(request);
    yield* events;
    await ending(request.signal);
  };
  return { asked, useCases: { events: useCase } };
};

const untilGone = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));

describe("GET /api/sync/events", () => {
  it("sends every kind of event as a block of id, event and data that its schema knows", async () => {
    const { get } = httpClient(telling(sampleEvents).useCases);
    const answer = await get("/api/sync/events");

    expect(answer.headers.get("Content-Type")).toBe("text/event-stream");
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    expect(answer.headers.get("X-Accel-Buffering")).toBe("no");
    const [first, ...blocks] = blocksOf(answer.text);
    expect(first).toEqual(["retry: 3000"]);
    expect(blocks.map(([id, event]) => [id, event])).toEqual(
      sampleEvents.map(({ id, type }) => [`id: ${id}`, `event: ${type}`]),
    );
    for (const block of blocks) expect(syncEventSchema.parse(dataOf(block))).toEqual(dataOf(block));
  });

  it("names properties and not their companies", async () => {
    const { get } = httpClient(telling(sampleEvents).useCases);

    expect((await get("/api/sync/events")).text).not.toContain("companyId");
  });

  it.each<readonly [string, Record<string, string>, Partial<EventsRequest>]>([
    ["", {}, { lastEventId: null, types: null }],
    ["?lastEventId=7", {}, { lastEventId: "7" }],
    ["?lastEventId=7", { "Last-Event-ID": "9" }, { lastEventId: "9" }],
    ["?types=commit,health", {}, { types: ["commit", "health"] }],
  ])("asks for what %j and %j say", async (query, headers, wanted) => {
    const { asked, useCases } = telling([]);
    await httpClient(useCases).get(`/api/sync/events${query}`, headers);

    expect(asked).toEqual([expect.objectContaining(wanted)]);
  });

  it("refuses a type that there is not", async () => {
    const answer = await httpClient().get("/api/sync/events?types=commit,money");

    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, "/query/types"]);
  });

  it("says at the end why it ends, and to reconnect", async () => {
    const stopping = new AppError("cancelled", "The service is stopping.");
    const { get } = httpClient(telling(sampleEvents.slice(0, 1), () => Promise.reject(stopping)).useCases);
    const { text } = await get("/api/sync/events");

    const end = blocksOf(text).at(-1) ?? [];
    expect(end[0]).toBe("event: end");
    expect(dataOf(end)).toEqual({ code: "cancelled", message: "The service is stopping." });
  });

  it("tells of a mistake of the service without its words, and reports it", async () => {
    const { get, serverErrors } = httpClient(telling([], () => Promise.reject(new Error("secret"))).useCases);
    const { text } = await get("/api/sync/events");

    expect(text).not.toContain("secret");
    expect(text).toContain('"code":"internal"');
    expect(serverErrors).toHaveLength(1);
  });

  it("keeps the line open with a comment, and ends when the token is not in force any more", async () => {
    vi.useFakeTimers();
    let isKnown = true;
    const authenticate = async () => (isKnown ? ({ actor: "ann", roles: ["viewer"], companyId: null } as const) : null);
    const { asked, useCases } = telling([], untilGone);
    const { get } = httpClient(useCases, { access: { ...credentials, authenticate } });
    const answering = get("/api/sync/events", { Authorization: "Bearer token" });
    await vi.advanceTimersByTimeAsync(2 * heartbeatMs);
    isKnown = false;
    await vi.advanceTimersByTimeAsync(heartbeatMs);
    const { text } = await answering;

    expect(blocksOf(text).map(([line]) => line)).toEqual(["retry: 3000", ": heartbeat", ": heartbeat", "event: end"]);
    expect(text).toContain('"code":"unauthenticated"');
    expect(asked[0]?.signal.aborted).toBe(true);
  });

  it("is not cut by the deadline of other answers", async () => {
    vi.useFakeTimers();
    const { useCases } = telling([], untilGone);
    const { app } = httpClient(useCases, { requestTimeoutMs: 1_000 });
    const response = await app.request("/api/sync/events");
    const reader = response.body?.getReader();
    await reader?.read();
    const reading = reader?.read();
    await vi.advanceTimersByTimeAsync(heartbeatMs);

    expect(new TextDecoder().decode((await reading)?.value)).toBe(": heartbeat\n\n");
    await reader?.cancel();
  });

  it("stops listening when the client has gone, also while nothing is said", async () => {
    const { asked, useCases } = telling([], untilGone);
    const { app } = httpClient(useCases);
    const response = await app.request("/api/sync/events");
    const reader = response.body?.getReader();
    await reader?.read();
    const reading = reader?.read();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    await reader?.cancel();
    await reading;

    expect(asked[0]?.signal.aborted).toBe(true);
  });

  it("gives up on a client that takes nothing any more", async () => {
    vi.useFakeTimers();
    const { asked, useCases } = telling(sampleEvents, untilGone);
    const { app } = httpClient(useCases);
    const response = await app.request("/api/sync/events");
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.read();
    await vi.advanceTimersByTimeAsync(stalledMaxMs);

    expect(asked[0]?.signal.aborted).toBe(true);
    await expect(reader?.read()).rejects.toThrow("stopped reading");
  });

  it("answers HEAD without listening", async () => {
    const { asked, useCases } = telling(sampleEvents);
    const { send } = httpClient(useCases);
    const { status, text } = await send("/api/sync/events", { method: "HEAD" });

    expect([status, text, asked.length]).toEqual([200, "", 0]);
  });
});
