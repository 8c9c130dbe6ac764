import { AppError } from "../../application/errors.ts";
import type { Identity, UseCases } from "../../application/use-cases.ts";
import type { HttpMiddleware } from "../http-env.ts";
import type { HttpAccess, HttpOptions } from "../http-options.ts";
import { createRequestCounts } from "./request-counts.ts";

/** Without access control the service listens on the loopback interface alone: whoever asks is on this machine. */
const localCaller: Identity = { actor: "local", roles: ["admin"], companyId: null };

/** Requests of one address in a minute without a token that is known: whoever tries tokens is soon told nothing more. */
export const unknownPerMinuteMax = 60;

/**
 * Finds out who asks, and hands the handler the use cases as this caller may use them. Whoever sends a known token is not held
 * up by others behind the same address who do not.
 */
export const authenticate = (
  useCases: UseCases,
  { access, guard, now }: Pick<HttpOptions, "access" | "guard" | "now">,
): HttpMiddleware => {
  const count = createRequestCounts(now);
  return async (c, next) => {
    const header = c.req.header("authorization");
    const caller = await callerOf(access, header);
    if (caller === null) {
      if (count(c.env?.incoming?.socket.remoteAddress ?? "unknown", "unknown") > unknownPerMinuteMax)
        throw new AppError(
          "too_many_requests",
          `More than ${unknownPerMinuteMax} requests without a known token in a minute.`,
        );
      c.header("WWW-Authenticate", 'Bearer realm="ledgersync"');
      throw unknownCaller();
    }
    c.set("caller", caller);
    c.set("requireKnown", async () => {
      if ((await callerOf(access, header)) === null) throw unknownCaller();
    });
    const asking = { ...caller, requestId: c.get("requestId"), traceId: c.get("traceId") };
    c.set("useCases", guard(useCases, asking));
    await next();
  };
};

const callerOf = (access: HttpAccess, header: string | undefined): Promise<Identity | null> =>
  access.kind === "this_machine" ? Promise.resolve(localCaller) : knownCaller(access, header);

const unknownCaller = (): AppError =>
  new AppError("unauthenticated", "Send a token that is in force: Authorization: Bearer <token>.");

/** RFC 6750, section 2.1. */
const bearer = /^Bearer +([\w.~+/-]+=*)$/i;

const knownCaller = (
  { authenticate }: Extract<HttpAccess, { kind: "credentials" }>,
  header: string | undefined,
): Promise<Identity | null> => {
  const token = bearer.exec(header ?? "")?.[1];
  return token === undefined ? Promise.resolve(null) : authenticate(token);
};
