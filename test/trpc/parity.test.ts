import { describe, expect, it } from "vitest";
import { AppError, type ErrorCode } from "../../src/application/errors.ts";
import type { Identity, UseCases } from "../../src/application/use-cases.ts";
import { encodeId } from "../../src/domain/ids.ts";
import { procedures } from "../../src/trpc/app-router.ts";
import { declaredOperations } from "../http/openapi-shape.ts";
import { fakeUseCases } from "../support/fake-use-cases.ts";
import { credentials, httpClient } from "../support/http-client.ts";
import { propertyId, sampleAccount } from "../support/http-samples.ts";
import { askRest, askTrpc, dataOfRest, dataOfTrpc, sendRest, sendTrpc } from "./ask-both-ways.ts";
import { type ParityName, parityNames, type RestCall, useCaseCalls } from "./use-case-calls.ts";

/** Every refusal of the service. Total by its type. */
const errorCodes: Readonly<Record<ErrorCode, true>> = {
  validation: true,
  not_found: true,
  unauthenticated: true,
  forbidden: true,
  too_many_requests: true,
  access_unavailable: true,
  access_configuration: true,
  conflict: true,
  run_active: true,
  precondition_failed: true,
  disabled: true,
  needs_confirmation: true,
  idempotency_key_required: true,
  idempotency_key_reused: true,
  already_reversed: true,
  not_leader: true,
  command_pending: true,
  source_unavailable: true,
  accounting_unavailable: true,
  source_overloaded: true,
  accounting_overloaded: true,
  unit_too_large: true,
  source_configuration: true,
  accounting_configuration: true,
  source_replaced: true,
  history_lost: true,
  mass_failure: true,
  foreign_database: true,
  fenced: true,
  cancelled: true,
  internal: true,
};

type Asked = { readonly name: string; readonly args: readonly unknown[] };

/** Use cases that note what they were asked for. How long to wait, and when to give up, is each transport's own. */
const noting = (asked: Asked[]): Partial<UseCases> =>
  Object.fromEntries(
    Object.entries(fakeUseCases()).map(([name, member]) => [
      name,
      typeof member !== "function"
        ? member
        : (...args: never[]) => {
            asked.push({ name, args: args.map(comparable) });
            // Safe: the same arguments, passed on.
            return (member as (...args: never[]) => unknown)(...args);
          },
    ]),
  );

const comparable = (arg: unknown): unknown => {
  if (arg instanceof AbortSignal) return "signal";
  if (typeof arg !== "object" || arg === null) return arg;
  if ("waitMs" in arg) return { ...arg, waitMs: "its own" };
  if ("requestId" in arg && "traceId" in arg) return { ...arg, requestId: "its own", traceId: "its own" };
  return arg;
};

const throwing = (name: ParityName, error: Error): Partial<UseCases> => ({
  [name]: () => {
    throw error;
  },
});

/** What differs between two requests, whatever carries them. */
const withoutRequest = ({ instance: _, requestId: __, traceId: ___, ...problem }: Record<string, unknown>) => problem;

const otherCompany = encodeId({ kind: "string", value: "another" });
const entry = { type: "repair", amount: "150.00", currency: "USD", description: "lock" };
const keyed = { "Idempotency-Key": "k" };
const accountPath = `/api/sync/accounts/${propertyId}`;

it("has a procedure for each use case, and none beside", () => {
  expect(Object.keys(procedures).sort()).toEqual([...parityNames, "events"].sort());
});

describe.for(parityNames)("%s", (name) => {
  it("asks the service for the same, and answers the same, over both transports", async () => {
    const [overRest, overTrpc]: [Asked[], Asked[]] = [[], []];
    const rest = await askRest(httpClient(noting(overRest)), name);
    const trpc = await askTrpc(httpClient(noting(overTrpc)), name);

    expect(rest.status, rest.text).toBeLessThan(300);
    expect(trpc.status, trpc.text).toBe(200);
    expect(overTrpc.map((asked) => asked.name)).toEqual([name]);
    expect(overTrpc).toEqual(overRest);
    expect(dataOfTrpc(trpc)).toEqual(dataOfRest(rest));
  });

  it("refuses with the same problem over both transports", async () => {
    // Safe: `Object.keys` of a record of just these keys.
    for (const code of Object.keys(errorCodes) as ErrorCode[]) {
      const details = [{ pointer: "/cursor", message: "run-7" }];
      const refusing = throwing(name, new AppError(code, "What is wrong.", { details }));
      const client = httpClient(refusing, {}, { isHeldToContract: false });
      const rest = await askRest(client, name);
      const trpc = await askTrpc(client, name);

      expect([trpc.status, trpc.body.error.data.httpStatus]).toEqual([rest.status, rest.status]);
      expect(withoutRequest(trpc.body.error.data.problem)).toEqual(withoutRequest(rest.body));
      expect(trpc.headers.get("Retry-After")).toBe(rest.headers.get("Retry-After"));
    }
  });

  it.for([sampleAccount.companyId, otherCompany])(
    "is as open to a caller of %s over both transports",
    async (companyId) => {
      const caller: Identity = { actor: "ann", roles: ["admin"], companyId };
      const client = httpClient({}, { access: { ...credentials, authenticate: () => Promise.resolve(caller) } });
      const headers = { Authorization: "Bearer ann" };
      const rest = await askRest(client, name, headers);
      const trpc = await askTrpc(client, name, headers);

      if (rest.status < 300) expect(dataOfTrpc(trpc)).toEqual(dataOfRest(rest));
      else expect(withoutRequest(trpc.body.error.data.problem)).toEqual(withoutRequest(rest.body));
    },
  );
});

/** What the contract lets a caller repeat under a key. */
const keyedNames = parityNames.filter((name) =>
  ["startFullSync", "startCheck", "retryFailures", "triggerSchedule", "applyFixPlan", "reverseTransaction"].includes(
    name,
  ),
);

describe.for(keyedNames)("%s under a key", (name) => {
  it("asks the service for the same over both transports", async () => {
    const [overRest, overTrpc]: [Asked[], Asked[]] = [[], []];
    const { kind, input, rest } = useCaseCalls[name];
    const headers = { ...rest.headers, "Idempotency-Key": "key-of-mine" };
    await sendRest(httpClient(noting(overRest)), { ...rest, headers });
    const keyed = { ...input, idempotencyKey: "key-of-mine" };
    const { status, text } = await sendTrpc(httpClient(noting(overTrpc)), { name, kind, input: keyed });

    expect(status, text).toBe(200);
    expect(overTrpc[0]?.args[0]).toMatchObject({ idempotencyKey: "key-of-mine" });
    expect(overTrpc).toEqual(overRest);
  });
});

it("takes a key over tRPC wherever the contract lets REST have one", () => {
  const declared = Object.entries(declaredOperations(httpClient().app)).filter(([, operation]) =>
    JSON.stringify(operation).includes("idempotency-key"),
  );

  // Beside these there is the entry, which is named by its key.
  expect(declared).toHaveLength(keyedNames.length + 1);
});

describe("an input that is not valid", () => {
  it.for<readonly [string, RestCall, ParityName, object]>([
    ["an id that is none", { method: "GET", path: "/api/sync/accounts/zzz" }, "account", { propertyId: "zzz" }],
    ["a word that is not in the list", { method: "GET", path: "/api/sync/runs?kind=any" }, "runs", { kind: "any" }],
    ["a page that is too long", { method: "GET", path: "/api/sync/runs?limit=201" }, "runs", { limit: 201 }],
    ["an unknown field", { method: "GET", path: "/api/sync/accounts?name=x" }, "accounts", { name: "x" }],
    [
      "an unknown field of a change",
      { method: "POST", path: "/api/sync/full", body: { fast: true } },
      "startFullSync",
      { fast: true },
    ],
    [
      "an amount with more decimals than the currency has",
      { method: "POST", path: `${accountPath}/transactions`, body: { ...entry, amount: "1.005" }, headers: keyed },
      "enterTransaction",
      { ...entry, amount: "1.005", propertyId, idempotencyKey: "k" },
    ],
    [
      "a direction that goes without saying",
      { method: "POST", path: `${accountPath}/transactions`, body: { ...entry, direction: 1 }, headers: keyed },
      "enterTransaction",
      { ...entry, direction: 1, propertyId, idempotencyKey: "k" },
    ],
    [
      "no key",
      { method: "POST", path: `${accountPath}/transactions`, body: entry },
      "enterTransaction",
      { ...entry, propertyId },
    ],
    [
      "a key that is none",
      { method: "POST", path: `${accountPath}/transactions`, body: entry, headers: { "Idempotency-Key": "a key" } },
      "enterTransaction",
      { ...entry, propertyId, idempotencyKey: "a key" },
    ],
  ])("%s is refused with the same code over both transports", async ([, rest, name, input]) => {
    const client = httpClient();
    const overRest = await sendRest(client, rest);
    const overTrpc = await sendTrpc(client, { name, kind: useCaseCalls[name].kind, input });

    expect(overRest.status).toBeGreaterThanOrEqual(400);
    expect([overTrpc.status, overTrpc.body.error.data.problem.code]).toEqual([overRest.status, overRest.body.code]);
    expect(fieldsIn(overTrpc.body.error.data.problem)).toEqual(fieldsIn(overRest.body));
  });
});

/** The fields that are named, without the part of the request that REST has them in. */
const fieldsIn = ({ errors }: { errors: readonly { pointer: string; message: string }[] }): readonly string[] =>
  errors.map(({ pointer }) =>
    pointer.replace(/^\/(?:query|path|header)/, "").replace("/idempotency-key", "/idempotencyKey"),
  );
