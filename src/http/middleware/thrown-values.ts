import type { HttpMiddleware } from "../http-env.ts";

/** Hono answers only what is an Error; anything else that is thrown would leave it. */
export const thrownValuesAreErrors: HttpMiddleware = async (_c, next) => {
  try {
    await next();
  } catch (thrown) {
    throw new Error("something was thrown that is no Error", { cause: thrown });
  }
};
