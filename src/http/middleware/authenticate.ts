import { AppError } from "../../application/errors.ts";
import type { Identity, UseCases } from "../../application/use-cases.ts";
import type { HttpMiddleware } from "../http-env.ts";
import type { HttpAccess, HttpOptions } from "../http-options.ts";

/** Without access control the service listens on the loopback interface alone: whoever asks is on this machine. */
const localCaller: Identity = { actor: "local", roles: ["admin"], companyId: null };

/** Finds out who asks, and hands the handler the use cases as this caller may use them. */
export const authenticate = (
  useCases: UseCases,
  { access, guard }: Pick<HttpOptions, "access" | "guard">,
): HttpMiddleware => {
  const guarded = perCaller((caller) => guard(useCases, caller));
  return async (c, next) => {
    const caller =
      access.kind === "this_machine" ? localCaller : await knownCaller(access, c.req.header("authorization"));
    if (caller === null) {
      c.header("WWW-Authenticate", 'Bearer realm="ledgersync"');
      throw new AppError("unauthenticated", "Send a token that is in force: Authorization: Bearer <token>.");
    }
    c.set("caller", caller);
    c.set("useCases", guarded(caller));
    await next();
  };
};

/** Made once for each identity that is met: what a caller may do depends on nothing else. */
const perCaller = (make: (caller: Identity) => UseCases): ((caller: Identity) => UseCases) => {
  const made = new WeakMap<Identity, UseCases>();
  return (caller) => {
    const known = made.get(caller) ?? make(caller);
    made.set(caller, known);
    return known;
  };
};

/** RFC 6750, section 2.1. */
const bearer = /^Bearer +([\w.~+/-]+=*)$/i;

const knownCaller = (
  { authenticate }: Extract<HttpAccess, { kind: "credentials" }>,
  header: string | undefined,
): Promise<Identity | null> => {
  const token = bearer.exec(header ?? "")?.[1];
  return token === undefined ? Promise.resolve(null) : authenticate(token);
};
