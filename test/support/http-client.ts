import { expect } from "vitest";
import { guard } from "../../src/application/access/guard.ts";
import type { Identity, UseCases } from "../../src/application/use-cases.ts";
import { createHttpApp } from "../../src/http/create-http-app.ts";
import type { AnsweredRequest, FailedRequest, HttpOptions } from "../../src/http/http-options.ts";
import { createTrpcMount } from "../../src/trpc/create-trpc-mount.ts";
import { expectConformance } from "./contract/conform.ts";
import { fakeUseCases } from "./fake-use-cases.ts";
import { sampleNow } from "./http-samples.ts";

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body where it is JSON, else null. A test says by its expectations what is in it. */
  // biome-ignore lint/suspicious/noExplicitAny: JSON of any shape, read by tests alone.
  readonly body: any;
};

export type HttpClient = {
  readonly app: ReturnType<typeof createHttpApp>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  /** `body` is sent as JSON unless it is a string, which is sent as it is. */
  readonly post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  readonly send: (path: string, init: RequestInit) => Promise<Answer>;
  readonly serverErrors: readonly { readonly error: unknown; readonly request: FailedRequest }[];
  readonly answers: readonly AnsweredRequest[];
};

/**
 * The HTTP application over fake use cases, called without a socket. What tests and service say to each other is what the
 * contract says, unless a test makes a use case refuse what it never would.
 */
export const httpClient = (
  replaced: Partial<UseCases> = {},
  options: Partial<HttpOptions> = {},
  { isHeldToContract = true }: { readonly isHeldToContract?: boolean } = {},
): HttpClient => {
  const serverErrors: { error: unknown; request: FailedRequest }[] = [];
  const answers: AnsweredRequest[] = [];
  const app = createHttpApp(fakeUseCases(replaced), {
    version: "1.2.3",
    openApiText: "openapi: 3.1.0\n",
    dashboard: null,
    bodyBytesMax: 64 * 1024,
    requestTimeoutMs: 5_000,
    access: { kind: "this_machine" },
    guard,
    mounts: [createTrpcMount(() => sampleNow)],
    corsOrigins: [],
    now: () => sampleNow,
    onServerError: (error, request) => serverErrors.push({ error, request }),
    onAnswer: (answer) => answers.push(answer),
    ...options,
  });
  const ask = app.request;
  app.request = async (input, init, ...rest) => {
    const request = input instanceof Request ? input : new Request(new URL(input, "http://localhost"), init);
    const copy = request.clone();
    const response = await ask(request, undefined, ...rest);
    if (isHeldToContract) await expectConformance({ request: copy, response });
    return response;
  };
  const send = async (path: string, init: RequestInit): Promise<Answer> => answerOf(await app.request(path, init));
  return {
    app,
    send,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, body, headers = {}) => send(path, postOf(body, headers)),
    serverErrors,
    answers,
  };
};

const postOf = (body: unknown, headers: Record<string, string>): RequestInit => {
  if (body === undefined) return { method: "POST", headers };
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { method: "POST", body: text, headers: { "Content-Type": "application/json", ...headers } };
};

export const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("Content-Type") ?? "") && text !== "";
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : null };
};

/** Access control that knows nobody and hardly limits anybody. */
export const credentials = {
  kind: "credentials",
  authenticate: async (): Promise<null> => null,
  rateLimits: { mutations: 1_000, reads: 1_000 },
} as const;

/** Who asks where there is no access control. */
const localIdentity: Omit<Identity, "companyId"> = { actor: "local", roles: ["admin"] };

/** The same as a use case sees it: by whichever request. */
export const localCaller = expect.objectContaining(localIdentity);
