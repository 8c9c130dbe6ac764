import { createApiTokens } from "./adapters/api-tokens/api-tokens.ts";
import { createOidc } from "./adapters/oidc/oidc.ts";
import type { PipelinePorts } from "./application/pipeline-ports.ts";
import type { Authenticator } from "./application/ports/authenticator.ts";
import type { Identity } from "./application/use-cases.ts";
import type { Config } from "./config.ts";
import { parseTokenFile } from "./contract/token-file.ts";
import type { HttpAccess } from "./http/http-options.ts";

/** How callers are told apart, by what is configured. */
export const accessOf = async (
  { access, rateLimits }: Config,
  { clock, log }: Pick<PipelinePorts, "clock" | "log">,
): Promise<HttpAccess> => {
  const { tokensFile, oidc } = access;
  const authenticators: readonly Authenticator[] = [
    ...(tokensFile === null ? [] : [await createApiTokens({ path: tokensFile, parse: parseTokenFile, clock, log })]),
    ...(oidc === null ? [] : [createOidc({ ...oidc, clock })]),
  ];
  if (authenticators.length === 0) return { kind: "this_machine" };
  const authenticate = async (token: string): Promise<Identity | null> => {
    for (const authenticator of authenticators) {
      const caller = await authenticator.authenticate(token);
      if (caller !== null) return caller;
    }
    return null;
  };
  return { kind: "credentials", authenticate, rateLimits };
};
