import { AppError } from "../../application/errors.ts";
import type { Identity, UseCases } from "../../application/use-cases.ts";
import type { HttpMiddleware } from "../http-env.ts";
import type { HttpAccess, HttpOptions } from "../http-options.ts";

/** Without access control the service listens on the loopback interface alone: whoever asks is on this machine. */
const localCaller: Identity = { actor: "local", roles: ["admin"], companyId: null };

/** Finds out who asks, and hands the handler the use cases as this caller may use them. */
export const authenticate =
  (useCases: UseCases, { access, guard }: Pick<HttpOptions, "access" | "guard">): HttpMiddleware =>
  async (c, next) => {
    const header = c.req.header("authorization");
    const caller = await callerOf(access, header);
    if (caller === null) c.header("WWW-Authenticate", 'Bearer realm="ledgersync"');
    if (caller === null) throw unknownCaller();
    c.set("caller", caller);
    c.set("requireKnown", async () => {
      if ((await callerOf(access, header)) === null) throw unknownCaller();
    });
    const { requestId, traceId } = c.var;
    c.set("useCases", guard(useCases, { ...caller, requestId, traceId }));
    await next();
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
