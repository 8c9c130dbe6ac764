import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { eventSourceWith, type FetchEventSource } from "../../../src/trpc/client/event-source.ts";
import { until } from "../../support/until.ts";

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const opened: AsyncDisposableStack[] = [];
afterEach(async () => {
  for (const stack of opened.splice(0)) await stack.disposeAsync();
});

/** A server that gives these answers one after the other, the last one again and again; and who has asked. */
const serve = async (...answers: readonly [Answer, ...Answer[]]) => {
  const asked: IncomingMessage["headers"][] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(request.headers);
    answer?.(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stack = new AsyncDisposableStack();
  opened.push(stack);
  stack.defer(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  // Safe: it listens on a port.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked, stack };
};

const stream =
  (text: string, end: "open" | "end" | "cut" = "open"): Answer =>
  (response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write(text, () => {
      if (end === "end") response.end();
      if (end === "cut") response.destroy();
    });
  };

const refuse =
  (status: number, body: string): Answer =>
  (response) =>
    void response.writeHead(status).end(body);

const follow = async (answers: readonly [Answer, ...Answer[]], headers = async () => ({})) => {
  const { url, asked, stack } = await serve(...answers);
  const source: FetchEventSource = new (eventSourceWith(headers))(url);
  stack.defer(async () => source.close());
  const heard: string[] = [];
  const errors: number[] = [];
  // Safe: what a message event has.
  const hear = (event: object): void => void heard.push((event as { data: string }).data);
  source.addEventListener("message", hear);
  source.addEventListener("serialized-error", hear);
  source.addEventListener("error", () => errors.push(source.readyState));
  return { source, asked, heard, errors };
};

describe("an event source over fetch", () => {
  it("says who asks and what it has seen whenever it comes again, after an end as after a cut", async () => {
    let times = 0;
    const headers = () => Promise.resolve({ Authorization: `Bearer ${++times}` });
    const answers = [
      stream("id: 7\ndata: a\n\n", "end"),
      stream("id: 8\ndata: b\n\ndata: c", "cut"),
      stream("data: c\n\n"),
    ] as const;
    const { source, asked, heard } = await follow(answers, headers);
    await until("it has come a third time", () => heard.length === 3);

    expect(heard).toEqual(["a", "b", "c"]);
    expect(asked.map((one) => one.authorization)).toEqual(["Bearer 1", "Bearer 2", "Bearer 3"]);
    expect(asked.map((one) => one["last-event-id"])).toEqual([undefined, "7", "8"]);
    expect(source.readyState).toBe(source.OPEN);
  });

  it.for([429, 500, 503])("comes again after %d", async (status) => {
    const { heard, errors, source } = await follow([refuse(status, "{}"), stream("data: a\n\n")]);
    await until("it has been heard", () => heard.length === 1);

    expect(errors).toEqual([source.CONNECTING]);
  });

  it("tells a refusal as the server words it, and does not come again", async () => {
    const { source, heard, errors, asked } = await follow([refuse(401, '{"error":{"message":"who?"}}')]);
    await until("it is closed", () => source.readyState === source.CLOSED);

    expect(heard).toEqual(['{"message":"who?"}']);
    expect([errors, asked.length]).toEqual([[], 1]);
  });

  it("gives up on what is not this service", async () => {
    const { source, errors } = await follow([refuse(404, "<html>")]);
    await until("it is closed", () => source.readyState === source.CLOSED);

    expect(errors).toEqual([source.CLOSED]);
  });

  it("is silent once it is closed", async () => {
    const { source, heard, errors } = await follow([stream("data: a\n\n")]);
    await until("it has been heard", () => heard.length === 1);
    source.close();

    expect(source.readyState).toBe(source.CLOSED);
    expect(errors).toEqual([]);
  });
});
