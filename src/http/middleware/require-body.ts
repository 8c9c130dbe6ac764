import { AppError } from "../../application/errors.ts";
import type { HttpMiddleware } from "../http-env.ts";

/** Where every field is optional, a body that was forgotten would pass for one that asks for nothing. */
export const requireBody: HttpMiddleware = async (c, next) => {
  if ((await c.req.text()) === "") {
    const details = [{ pointer: "", message: "A body is required." }];
    throw new AppError("validation", "The request is not valid: see errors.", { details });
  }
  await next();
};
