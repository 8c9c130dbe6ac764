import { AppError, type ErrorCode } from "../../../src/application/errors.ts";
import type { UseCases } from "../../../src/application/use-cases.ts";
import type { HttpOptions } from "../../../src/http/http-options.ts";
import { unknownPerMinuteMax } from "../../../src/http/middleware/authenticate.ts";
import { fakeUseCases } from "../fake-use-cases.ts";
import { credentials } from "../http-client.ts";
import { finishedRun, sampleHealth, sampleRun } from "../http-samples.ts";
import type { SampleRequest } from "./sample-request.ts";

/** What is asked of which service. */
export type World = {
  readonly useCases?: Partial<UseCases>;
  readonly options?: Partial<HttpOptions>;
  readonly change?: (request: SampleRequest) => SampleRequest;
  /** How often it is asked; the last answer counts. */
  readonly times?: number;
};

/** Every use case ends with this. */
export const allFail = (error: unknown): Partial<UseCases> =>
  Object.fromEntries(
    Object.entries(fakeUseCases()).flatMap(([name, member]) =>
      typeof member === "function" ? [[name, () => raise(error)]] : [],
    ),
  );

const raise = (error: unknown): never => {
  throw error;
};

const refusing = (code: ErrorCode): World => ({ useCases: allFail(new AppError(code, "Why.")) });

const knownCaller = (roles: readonly "admin"[], reads: number): Partial<HttpOptions> => ({
  access: {
    ...credentials,
    authenticate: async () => ({ actor: "ann", roles, companyId: null }),
    rateLimits: { reads, mutations: reads },
  },
});

const withToken = (request: SampleRequest): SampleRequest => withHeader(request, "Authorization", "Bearer token");

const withHeader = (request: SampleRequest, name: string, value: string): SampleRequest => ({
  ...request,
  headers: { ...request.headers, [name]: value },
});

const withBody =
  (body: string, type = "application/json") =>
  (request: SampleRequest): SampleRequest => ({
    ...withHeader(request, "Content-Type", type),
    body,
  });

/** Where each documented status is met. The successes of one operation differ by what its use case finds. */
export const worlds: Readonly<Record<string, readonly World[]>> = {
  success: [
    {},
    {
      useCases: { waitForRun: async () => finishedRun },
      change: (request) => withHeader(request, "Prefer", "wait=5"),
    },
    { useCases: { consistency: async () => ({ kind: "running", run: { ...sampleRun, kind: "consistency" } }) } },
  ],
  400: [{ change: withBody("{") }],
  401: [{ options: { access: credentials } }],
  403: [
    { options: knownCaller([], 1_000), change: withToken },
    { change: (request) => ({ ...request, path: `http://evil.example${request.path}` }) },
  ],
  404: [refusing("not_found")],
  409: [refusing("conflict")],
  412: [refusing("precondition_failed")],
  413: [{ change: withBody(JSON.stringify("x".repeat(64 * 1024))) }],
  415: [{ change: withBody("x", "text/plain") }],
  422: [refusing("validation")],
  428: [{ change: ({ headers: { "Idempotency-Key": _left, ...headers }, ...request }) => ({ ...request, headers }) }],
  429: [
    { options: knownCaller(["admin"], 0), change: withToken },
    { options: { access: credentials }, times: unknownPerMinuteMax + 1 },
  ],
  500: [{ useCases: allFail(new Error("nobody foresaw this")) }],
  503: [
    refusing("accounting_unavailable"),
    {
      useCases: {
        health: async () => ({ ...sampleHealth, health: { status: "unhealthy", reasons: [] } }),
        ready: async () => ({ source: false, accounting: true }),
      },
    },
  ],
};

export const worldsOf = (status: string): readonly World[] =>
  (status.startsWith("2") ? worlds.success : worlds[status]) ?? [];
