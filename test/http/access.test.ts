import { describe, expect, it } from "vitest";
import { permissionOf, type UseCaseName } from "../../src/application/access/permissions.ts";
import type { Identity } from "../../src/application/use-cases.ts";
import { mayDo, type Role, roles } from "../../src/domain/access/role.ts";
import { unknownPerMinuteMax } from "../../src/http/middleware/authenticate.ts";
import { fakeUseCases } from "../support/fake-use-cases.ts";
import { type Answer, credentials, type HttpClient, httpClient } from "../support/http-client.ts";
import { propertyId } from "../support/http-samples.ts";
import { declaredOperations } from "./openapi-shape.ts";

/** Whoever presents a role as the token has that role. */
const authenticate = (token: string): Promise<Identity | null> => {
  const given = token.split("+").filter((word): word is Role => roles.some((role) => role === word));
  return Promise.resolve(token === "stranger" ? null : { actor: token, roles: given, companyId: null });
};
const access = { ...credentials, authenticate };

/** Answered to everybody: what a load balancer and a client's author need before they have a token. */
const open = ["GET /livez", "GET /readyz", "GET /openapi.yaml"];

const json = { "Content-Type": "application/json" };
const entry = { type: "repair", amount: "150.00", currency: "USD", description: "lock" };

/** A valid request for each operation that needs more than its path. */
const bodies: Readonly<Record<string, { readonly body?: object; readonly headers?: Record<string, string> }>> = {
  "POST /api/sync/accounts/{propertyId}/transactions": { body: entry, headers: { "Idempotency-Key": "key-of-a-lock" } },
  "POST /api/sync/accounts/{propertyId}/transactions/{id}/reverse": {
    body: { reason: "typo" },
    headers: { "Idempotency-Key": "key-of-a-typo" },
  },
  "POST /api/sync/consistency/fix-plans/{id}/apply": { body: { planHash: "0".repeat(64) } },
  "POST /api/sync/schedules/preview": { body: { cronExpression: "0 2 * * *" } },
  "POST /api/sync/schedules": { body: { name: "nightly", cronExpression: "0 2 * * *" } },
  "PUT /api/sync/schedules/{name}": { body: { enabled: false } },
  "POST /api/sync/failures/{id}/dismiss": { body: { reason: "known" } },
};

const pathOf = (operation: string): string =>
  (operation.split(" ")[1] ?? "")
    .replace("{propertyId}", propertyId)
    .replace("transactions/{id}", `transactions/${encodeURIComponent("manual/abc")}`)
    .replace("failures/{id}", `failures/${encodeURIComponent(`payments/${propertyId}`)}`)
    .replace("explain/{collection}/{id}", `explain/payments/${propertyId}`)
    .replace("{id}", "r1");

const ask = (client: HttpClient, operation: string, token: string | null): Promise<Answer> => {
  const { body, headers = {} } = bodies[operation] ?? {};
  const [method = ""] = operation.split(" ");
  const authorization = token === null ? {} : { Authorization: `Bearer ${token}` };
  return client.send(pathOf(operation), {
    method,
    headers: { ...headers, ...authorization, ...(body === undefined ? {} : json) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
};

const operations = Object.keys(declaredOperations(httpClient().app));
const closed = operations.filter((operation) => !open.includes(operation));

/** Use cases that note what they were asked for. */
const noted = () => {
  const asked: { readonly name: UseCaseName; readonly args: never[] }[] = [];
  const noting = Object.entries(fakeUseCases()).map(([name, member]) => [
    name,
    typeof member !== "function"
      ? member
      : (...args: never[]) => {
          asked.push({ name: name as UseCaseName, args });
          return (member as (...args: never[]) => unknown)(...args);
        },
  ]);
  return { asked, client: httpClient(Object.fromEntries(noting), { access }) };
};

describe("with access control", () => {
  it.for(closed)("%s tells nothing to who presents no token or an unknown one", async (operation) => {
    const client = httpClient({}, { access });

    for (const token of [null, "stranger"]) {
      const { status, headers, body } = await ask(client, operation, token);
      expect([status, body.code]).toEqual([401, "unauthenticated"]);
      expect(headers.get("WWW-Authenticate")).toContain("Bearer");
    }
  });

  it.for(closed)("%s is answered to exactly the roles that may ask for it", async (operation) => {
    const admin = noted();
    const answer = await ask(admin.client, operation, "admin");
    expect(answer.status, answer.text).toBeLessThan(400);
    expect(admin.asked.length).toBeGreaterThan(0);

    for (const role of [...roles, "nobody"] as const) {
      const { asked, client } = noted();
      const { status, body } = await ask(client, operation, role);
      const may = role !== "nobody" && admin.asked.every(({ name, args }) => mayDo([role], permissionOf(name, args)));
      if (may) expect(status).toBeLessThan(400);
      else expect([status, body.code, asked]).toEqual([403, "forbidden", []]);
    }
  });

  it.for(open)("%s is open", async (operation) => {
    expect((await ask(httpClient({}, { access }), operation, null)).status).toBe(200);
  });

  it.for(["Basic YW5uOmFubg==", "Bearer", "Bearer two words", "admin"])("a header “%s” is no token", async (header) => {
    const { status } = await httpClient({}, { access }).get("/api/sync/status", { Authorization: header });

    expect(status).toBe(401);
  });

  it("lets a caller do so much in a minute, and says when to come back", async () => {
    let now = 0;
    const rateLimits = { mutations: 1, reads: 2 };
    const client = httpClient({}, { access: { ...access, rateLimits }, now: () => now });
    const statuses = async (operation: string, token: string, times: number) => {
      const answers: number[] = [];
      for (let count = 0; count < times; count += 1) answers.push((await ask(client, operation, token)).status);
      return answers;
    };

    expect(await statuses("GET /api/sync/status", "admin", 3)).toEqual([200, 200, 429]);
    expect(await statuses("POST /api/sync/real-time/start", "admin", 2)).toEqual([200, 429]);
    expect(await statuses("GET /api/sync/status", "viewer", 1)).toEqual([200]);
    const refused = await ask(client, "GET /api/sync/status", "admin");
    expect(refused.headers.get("Retry-After")).toBe("60");
    now += 60_000;
    expect(await statuses("GET /api/sync/status", "admin", 1)).toEqual([200]);
  });

  it("tells an address without a known token nothing more after so many tries in a minute, whatever it asks for", async () => {
    let now = 0;
    const known = (token: string) => (token === "admin" ? access.authenticate(token) : Promise.resolve(null));
    const { app } = httpClient({}, { access: { ...access, authenticate: known }, now: () => now });
    const from = async (remoteAddress: string, token: string, path = "/api/sync/status"): Promise<Response> =>
      app.request(path, { headers: { Authorization: `Bearer ${token}` } }, { incoming: { socket: { remoteAddress } } });

    for (let count = 0; count < unknownPerMinuteMax; count += 1)
      expect((await from("10.0.0.1", `guess${count}`)).status).toBe(401);
    const refused = await from("10.0.0.1", "guess");
    expect([refused.status, refused.headers.get("Retry-After")]).toEqual([429, "60"]);
    expect((await from("10.0.0.1", "guess", "/metrics")).status).toBe(429);
    expect((await from("10.0.0.1", "admin")).status).toBe(200);
    expect((await from("10.0.0.2", "guess")).status).toBe(401);
    now += 60_000;
    expect((await from("10.0.0.1", "guess")).status).toBe(401);
  });

  it("may be called by any name, from the pages of the origins that are listed", async () => {
    const client = httpClient({}, { access, corsOrigins: ["https://books.example.com"] });
    const from = (origin: string) =>
      client.send("http://ledger.example.com/api/sync/real-time/start", {
        method: "POST",
        headers: { Authorization: "Bearer admin", Origin: origin, "Sec-Fetch-Site": "cross-site" },
      });

    const own = await from("https://books.example.com");
    expect([own.status, own.headers.get("Access-Control-Allow-Origin")]).toEqual([200, "https://books.example.com"]);
    expect((await from("https://evil.example.com")).headers.get("Access-Control-Allow-Origin")).toBeNull();
  });
});
