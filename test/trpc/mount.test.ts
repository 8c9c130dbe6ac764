import { describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import { problemSchema } from "../../src/contract/problem.ts";
import { failing } from "../support/fake-use-cases.ts";
import { type Answer, credentials, type HttpClient, httpClient } from "../support/http-client.ts";

/** The problem that an answer of tRPC carries. */
const problemIn = ({ body }: Answer) => problemSchema.parse(body.error.data.problem);

const away = failing(new AppError("accounting_unavailable", "Away.", { cause: new Error("user:password@db") }));
const json = { "Content-Type": "application/json" };

describe("a refusal over tRPC", () => {
  it.for<readonly [string, (client: HttpClient) => Promise<Answer>, number, string]>([
    ["of a name that is no procedure", ({ get }) => get("/trpc/nothing"), 404, "unknown_path"],
    ["of a mutation that is asked by GET", ({ get }) => get("/trpc/startRealTime"), 405, "method_not_allowed"],
    ["of a query that is asked by POST", ({ post }) => post("/trpc/status", {}), 405, "method_not_allowed"],
    ["of another method", ({ send }) => send("/trpc/status", { method: "DELETE" }), 405, "method_not_allowed"],
    ["of an input that is no JSON", ({ get }) => get("/trpc/runs?input=%7B"), 400, "malformed_json"],
    ["of a body that is no JSON", ({ post }) => post("/trpc/startFullSync", "{"), 400, "malformed_json"],
    ["of several calls in one", ({ get }) => get("/trpc/status,stats?batch=1"), 400, "malformed_json"],
    [
      "of text",
      ({ post }) => post("/trpc/startFullSync", "{}", { "Content-Type": "text/plain" }),
      415,
      "unsupported_media_type",
    ],
    ["of no type", ({ send }) => send("/trpc/startFullSync", { method: "POST" }), 415, "unsupported_media_type"],
    ["of too much", ({ post }) => post("/trpc/startFullSync", `"${"x".repeat(70_000)}"`), 413, "payload_too_large"],
    ["of an unknown field", ({ post }) => post("/trpc/startFullSync", { fast: true }), 422, "validation"],
    ["of an entry without a key", ({ post }) => post("/trpc/enterTransaction", {}), 428, "idempotency_key_required"],
    ["while a database is away", ({ get }) => get("/trpc/stats"), 503, "accounting_unavailable"],
    [
      "of another site's page",
      ({ post }) => post("/trpc/startRealTime", {}, { Origin: "https://evil.example" }),
      403,
      "cross_site",
    ],
  ])("%s has its status and its problem in full", async ([, ask, status, code]) => {
    const answer = await ask(httpClient({ stats: away }));

    expect(answer.status).toBe(status);
    expect(answer.headers.get("Content-Type")).toBe("application/json");
    expect(problemIn(answer)).toMatchObject({ status, code, requestId: answer.headers.get("X-Request-Id") });
    expect(problemIn(answer).instance).toMatch(/^\/trpc\/\w/);
    expect(answer.body.error.data.httpStatus).toBe(status);
    expect(answer.text).not.toMatch(/password|node_modules|\.ts/);
  });

  it("points into the input that was sent", async () => {
    const answer = await httpClient().get(`/trpc/runs?input=${encodeURIComponent('{"limit":500,"kind":"any"}')}`);

    expect(problemIn(answer).errors.map(({ pointer }) => pointer)).toEqual(["/kind", "/limit"]);
  });

  it("says when to come back", async () => {
    expect((await httpClient({ stats: away }).get("/trpc/stats")).headers.get("Retry-After")).toBe("5");
  });

  it("is in the error log from 500 on, and not below", async () => {
    const { get, serverErrors } = httpClient({ stats: away, status: failing(new AppError("conflict", "No.")) });
    await get("/trpc/status");
    await get("/trpc/stats", { "X-Request-Id": "r-2" });

    expect(serverErrors).toMatchObject([
      { error: { code: "accounting_unavailable" }, request: { requestId: "r-2", route: "/trpc/stats", status: 503 } },
    ]);
  });

  it.for([
    ["an Error", new Error("E11000 at mongodb://user:password@db")],
    ["a string", "E11000 at mongodb://user:password@db"],
    ["undefined", undefined],
  ] as const)("says nothing of an error that nobody foresaw, which is logged whole: %s", async ([, thrown]) => {
    const { get, serverErrors } = httpClient({ status: failing(thrown) });
    const answer = await get("/trpc/status");

    expect(answer.status).toBe(500);
    expect(problemIn(answer)).toMatchObject({ code: "internal", detail: "Internal error", errors: [] });
    expect(answer.text).not.toMatch(/E11000|password|node_modules|\.ts/);
    expect(serverErrors).toHaveLength(1);
    if (thrown instanceof Error) expect(serverErrors[0]?.error).toBe(thrown);
  });
});

describe("with access control, tRPC", () => {
  const authenticate = (token: string) => Promise.resolve(token === "ann" ? ann : null);
  const ann = { actor: "ann", roles: ["viewer" as const], companyId: null };
  const access = { ...credentials, authenticate };
  const as = (token: string) => ({ Authorization: `Bearer ${token}` });

  it("tells nothing to who presents no token or an unknown one", async () => {
    const { get } = httpClient({}, { access });

    for (const headers of [{}, as("stranger")]) {
      const answer = await get("/trpc/status", headers);
      expect([answer.status, problemIn(answer).code]).toEqual([401, "unauthenticated"]);
      expect(answer.headers.get("WWW-Authenticate")).toContain("Bearer");
    }
  });

  it("answers as much as the caller's role allows", async () => {
    const { get, post } = httpClient({}, { access });
    const refused = await post("/trpc/startRealTime", {}, as("ann"));

    expect((await get("/trpc/status", as("ann"))).status).toBe(200);
    expect([refused.status, problemIn(refused).code]).toEqual([403, "forbidden"]);
  });

  it("counts calls against the same limits as REST, and says when to come back", async () => {
    const rateLimits = { mutations: 1, reads: 2 };
    const { get, post } = httpClient({}, { access: { ...access, rateLimits } });
    await get("/trpc/status", as("ann"));
    await get("/api/sync/status", as("ann"));
    const refused = await get("/trpc/status", as("ann"));

    expect([refused.status, problemIn(refused).code]).toEqual([429, "too_many_requests"]);
    expect(refused.headers.get("Retry-After")).toBe("60");
    expect((await post("/trpc/previewSchedule", { cronExpression: "0 2 * * *" }, as("ann"))).status).toBe(200);
    expect(
      (await post("/api/sync/schedules/preview", { cronExpression: "0 2 * * *" }, { ...json, ...as("ann") })).status,
    ).toBe(429);
  });
});

describe("a mutation that needs no input", () => {
  it.for(["startFullSync", "stopRealTime", "retryFailures", "startCheck"])(
    "%s does with nothing sent",
    async (name) => {
      const { send } = httpClient();
      const { status, text } = await send(`/trpc/${name}`, { method: "POST", headers: json });

      expect(status, text).toBe(200);
    },
  );

  it("is refused where it needs one after all", async () => {
    const answer = await httpClient().send("/trpc/run", { method: "GET" });
    const mutation = await httpClient().send("/trpc/cancelRun", { method: "POST", headers: json });

    expect([answer.status, problemIn(answer).code]).toEqual([422, "validation"]);
    expect([mutation.status, problemIn(mutation).code]).toEqual([422, "validation"]);
  });
});

describe("what is told of a request", () => {
  it.for<readonly [string, string, string]>([
    ["a call", "/trpc/status", "/trpc/status"],
    ["a call with an input", "/trpc/runs?input=%7B%22limit%22%3A7%7D", "/trpc/runs"],
    ["a name that is no procedure, which may say anything", "/trpc/ann@example.com", "/trpc/*"],
    ["several calls in one, which are refused", "/trpc/status,stats?batch=1", "/trpc/*"],
    ["a REST request", "/api/sync/runs/run-1", "/api/sync/runs/:id"],
  ])("%s has its route", async ([, path, route]) => {
    const { get, answers } = httpClient();
    await get(path);

    expect(answers.map((answer) => answer.route)).toEqual([route]);
  });

  it("is by what was asked also where it was refused at the door", async () => {
    const { get, answers } = httpClient({}, { access: { ...credentials, authenticate: () => Promise.resolve(null) } });
    await get("/trpc/status");

    expect(answers).toMatchObject([{ route: "/trpc/status", status: 401, code: "unauthenticated" }]);
  });
});

it("answers over tRPC with the same headers as over REST", async () => {
  const { get } = httpClient();
  const named = (answer: Answer) => [...answer.headers].filter(([name]) => !/^(vary|x-request-id)$/.test(name)).sort();

  expect(named(await get("/trpc/status"))).toEqual(named(await get("/api/sync/status")));
});
