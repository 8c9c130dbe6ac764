import type { Context } from "hono";
import type { Caller } from "../application/use-cases.ts";
import { idempotencyKeySchema } from "../contract/idempotency-key.ts";
import type { HttpEnv } from "./http-env.ts";

/** What a route declares that may be asked for under a key. */
export const optionalKey = { "idempotency-key": idempotencyKeySchema.optional() } as const;

/** Who asks, and under which key. */
export const keyedCaller = (c: Context<HttpEnv>, key: string | undefined): Caller => ({
  ...c.var.caller,
  idempotencyKey: key,
});

export const tellReplayed = (c: Context<HttpEnv>, { replayed = false }: { readonly replayed?: boolean }): void => {
  if (replayed) c.header("Idempotency-Replayed", "true");
};
