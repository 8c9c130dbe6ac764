import type { Caller } from "../application/use-cases.ts";
import { idempotencyKeySchema } from "../contract/idempotency-key.ts";
import type { TrpcContext } from "./trpc-context.ts";

/** The part of an input that may name the request, so that sending it twice does it once. */
export const optionalKey = { idempotencyKey: idempotencyKeySchema.optional() };

/** Who asks, and under which key. */
export const keyedCaller = (
  { caller }: TrpcContext,
  { idempotencyKey }: { readonly idempotencyKey?: string | undefined },
): Caller => ({ ...caller, idempotencyKey });
