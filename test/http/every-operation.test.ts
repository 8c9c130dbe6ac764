import { describe, expect, it } from "vitest";
import { type DocumentedOperation, operations } from "../support/contract/document.ts";
import { initOf, sampleRequest } from "../support/contract/sample-request.ts";
import { type World, worldsOf } from "../support/contract/worlds.ts";
import { type Answer, httpClient } from "../support/http-client.ts";

const usual = httpClient();

const ask = async (
  operation: DocumentedOperation,
  { useCases, options, change = (request) => request, times = 1 }: World = {},
): Promise<Answer> => {
  const request = change(sampleRequest(operation));
  const client = useCases === undefined && options === undefined ? usual : httpClient(useCases, options);
  for (let time = 1; time < times; time += 1) await client.send(request.path, initOf(request));
  return client.send(request.path, initOf(request));
};

const cells = operations.flatMap((operation) =>
  Object.keys(operation.responses).map((status) => [operation.name, status, operation] as const),
);
const named = (list: readonly DocumentedOperation[]) => list.map((operation) => [operation.name, operation] as const);

const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

describe("every operation", () => {
  it.for(cells)("%s answers %s where it says so", async ([, status, operation]) => {
    const answers = await Promise.all(worldsOf(status).map((world) => ask(operation, world)));
    const wanted = answers.filter((answer) => answer.status === Number(status));

    expect(wanted, `met ${answers.map((answer) => answer.status)}`).not.toEqual([]);
    for (const { headers, body } of wanted) {
      if (headers.get("Content-Type") === "application/problem+json")
        expect(body).toMatchObject({ status: Number(status), success: false, instance: expect.stringMatching(/^\//) });
      else expect(body?.success ?? true).toBe(true);
    }
  });

  it.for(named(operations))("%s gives request id and trace back", async ([, operation]) => {
    const { headers } = await ask(operation, {
      change: (request) => ({ ...request, headers: { ...request.headers, traceparent, "X-Request-Id": "order-7" } }),
    });

    expect([headers.get("X-Request-Id"), headers.get("traceparent")]).toEqual(["order-7", traceparent]);
  });

  it.for(named(operations.filter(({ method }) => method === "GET")))(
    "%s answers HEAD like GET, without a body",
    async ([, operation]) => {
      const get = await ask(operation);
      const head = await ask(operation, { change: (request) => ({ ...request, method: "HEAD" }) });

      expect([head.status, head.text]).toEqual([get.status, ""]);
      expect(head.headers.get("Content-Type")).toBe(get.headers.get("Content-Type"));
    },
  );

  it.for(named(operations.filter(({ requestBody }) => requestBody !== null)))(
    "%s refuses a field it does not know, and names it",
    async ([, operation]) => {
      const withTypo = (body: string | null): string =>
        JSON.stringify({ ...JSON.parse(body ?? "{}"), "colour/of~it": 1 });
      const { status, body } = await ask(operation, {
        change: (request) => ({ ...request, body: withTypo(request.body) }),
      });

      expect(status).toBe(422);
      expect(body.errors).toEqual([{ pointer: "/colour~1of~0it", message: "Unknown field." }]);
    },
  );

  it.for(named(operations.filter(({ parameters }) => parameters.some(({ in: where }) => where === "query"))))(
    "%s refuses a query it does not know",
    async ([, operation]) => {
      const { status, body } = await ask(operation, {
        change: (request) => ({ ...request, path: `${request.path}?colour=1` }),
      });

      expect([status, body.errors]).toEqual([422, [{ pointer: "/query/colour", message: "Unknown field." }]]);
    },
  );
});

describe("every path", () => {
  const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
  const paths = [...new Set(operations.map(({ path }) => path))];
  const wrong = paths.flatMap((path) => {
    const known = operations.filter((operation) => operation.path === path);
    const allowed = known.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]));
    return known
      .slice(0, 1)
      .flatMap((operation) =>
        methods
          .filter((method) => !allowed.includes(method))
          .map((method) => [method, path, allowed, operation] as const),
      );
  });

  it.for(wrong)("answers %s %s with 405 and what it allows: %s", async ([method, , allowed, operation]) => {
    const { headers } = await ask(operation, { change: (request) => ({ ...request, method, body: null }) });

    expect(headers.get("Allow")?.split(", ").toSorted()).toEqual([...allowed].toSorted());
  });
});
