import {
  type Context,
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  type Tracer,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import { expect, it } from "vitest";
import { collectionOf, commandsMax, onlyKnownFacts } from "../../../src/adapters/open-telemetry/only-known-facts.ts";

type Begun = { readonly name: string; readonly options: SpanOptions; readonly statuses: unknown[] };

const aSpan = (isRecording: boolean, statuses: unknown[] = []): Span =>
  Object.assign(trace.wrapSpanContext(INVALID_SPAN_CONTEXT), {
    isRecording: () => isRecording,
    setStatus: (status: unknown) => statuses.push(status),
  });

const world = () => {
  const begun: Begun[] = [];
  const tracer = {
    startSpan: (name: string, options: SpanOptions) => {
      const statuses: unknown[] = [];
      begun.push({ name, options, statuses });
      return aSpan(true, statuses);
    },
  } as Tracer;
  const provider: TracerProvider = { getTracer: () => tracer };
  const start = (attributes: SpanOptions["attributes"], parent: Context = below(aSpan(true))): Span =>
    onlyKnownFacts(provider)
      .getTracer("driver")
      .startSpan("driver's own name", { attributes: attributes ?? {} }, parent);
  return { begun, start, driver: onlyKnownFacts(provider).getTracer("driver") };
};

const below = (span: Span): Context => trace.setSpan(ROOT_CONTEXT, span);

const find = { "db.system.name": "mongodb", "db.operation.name": "find", "db.collection.name": "users" };

it("says which command on which collection, and drops whatever else the driver says", () => {
  const { begun, start } = world();
  start({ ...find, "db.query.text": '{"email":"ada@example.com"}', "db.response": "Ada" });
  expect(begun.map(({ name, options }) => [name, options.attributes])).toEqual([["find users", find]]);
});

it("keeps that a command has failed, without the server's text, which may quote a document", () => {
  const { begun, start } = world();
  start(find).setStatus({ code: SpanStatusCode.ERROR, message: 'E11000 dup key: { email: "ada@example.com" }' });
  expect(begun[0]?.statuses).toEqual([{ code: SpanStatusCode.ERROR }]);
});

it("tells the collection of a command that was given as such, but of an insert, whose document it would be", () => {
  const { begun, start } = world();
  const command = (operation: string, text: string) =>
    start({ "db.operation.name": operation, "db.collection.name": "$cmd", "db.query.text": text });
  command("find", collectionOf({ find: "payments", filter: { collection: "no" } }));
  command("getMore", collectionOf({ getMore: 5n, collection: "payments" }));
  command("insert", collectionOf({ collection: "users", email: "ada@example.com" }));
  command("commitTransaction", collectionOf({ commitTransaction: 1 }));
  expect(begun.map(({ name }) => name)).toEqual(["find payments", "getMore payments", "insert", "commitTransaction"]);
});

it("begins nothing where nothing is recorded: without a parent, below an unsampled one, after one is over", () => {
  const { begun, start } = world();
  start(find, ROOT_CONTEXT);
  start(find, below(aSpan(false)));
  expect(begun).toEqual([]);
});

it("begins no more than so many below one span", () => {
  const { begun, driver } = world();
  const parent = below(aSpan(true));
  for (let command = 0; command < commandsMax + 50; command += 1)
    driver.startSpan("find", { attributes: find }, parent);
  driver.startSpan("find", { attributes: find }, below(aSpan(true)));
  expect(begun).toHaveLength(commandsMax + 1);
});
