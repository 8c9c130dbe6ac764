import { AppError } from "../../application/errors.ts";
import type { HttpMiddleware } from "../http-env.ts";

/** Money is entered once however often a request arrives: without a key nobody could tell a repetition from a second entry. */
export const requireIdempotencyKey: HttpMiddleware = async (c, next) => {
  if ((c.req.header("idempotency-key") ?? "") === "") {
    throw new AppError("idempotency_key_required", "Send an Idempotency-Key, a new UUID for each entry or reversal.");
  }
  await next();
};
