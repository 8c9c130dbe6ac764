import { initTRPC } from "@trpc/server";
import { AppError } from "../application/errors.ts";
import { problemOf } from "../contract/problem-report.ts";
import type { ErrorShape } from "./error-shape.ts";
import { errorReportOf, recoded } from "./refusal.ts";
import type { TrpcContext } from "./trpc-context.ts";

/** How often a stream says that it is alive; a client that misses three connects again. */
export const heartbeatMs = 15_000;

const trpc = initTRPC.context<TrpcContext>().create({
  // Else errors carry their stack traces to whoever asks.
  isDev: false,
  sse: { ping: { enabled: true, intervalMs: heartbeatMs }, client: { reconnectAfterInactivityMs: 3 * heartbeatMs } },
  errorFormatter: ({ shape, error, ctx, path }): ErrorShape => {
    const instance = `/trpc/${path ?? ""}`;
    const { requestId = "", traceId = "" } = ctx ?? {};
    const problem = problemOf(errorReportOf(error), { instance, requestId, traceId });
    return { ...shape, message: problem.detail, data: { ...shape.data, problem } };
  },
});

export const { router } = trpc;

/** Every procedure is made from this one: a refusal has the same code and status as over REST. */
export const procedure = trpc.procedure.use(async ({ next, ctx }) => {
  // The library takes an empty body for broken JSON; as over REST, it is no input.
  const outcome = await (ctx.hasInput ? next() : next({ getRawInput: () => Promise.resolve(undefined) }));
  if (!outcome.ok) throw recoded(outcome.error);
  return outcome;
});

/** Money is entered once however often a request arrives: without a key nobody could tell a repetition from a second entry. */
export const keyedProcedure = procedure.use(async ({ next, getRawInput }) => {
  const input = await getRawInput();
  if (!hasKey(input))
    throw new AppError("idempotency_key_required", "Send an idempotencyKey, a new UUID for each entry or reversal.");
  return await next();
});

const hasKey = (input: unknown): boolean =>
  typeof input === "object" && input !== null && "idempotencyKey" in input && input.idempotencyKey !== "";
