import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import { z } from "zod";
import { AppError } from "../../application/errors.ts";
import type { Authenticator } from "../../application/ports/authenticator.ts";
import type { Clock } from "../../application/ports/clock.ts";
import { type Role, roles } from "../../domain/access/role.ts";
import { type Id, parseId } from "../../domain/ids.ts";

export type OidcOptions = {
  /** As the tokens name it, without a slash at its end that they do not have. */
  readonly issuer: string;
  readonly audience: string;
  /** Claim with the caller's role or roles; other words in it are not ours. */
  readonly rolesClaim: string;
  /** Claim that binds a caller to one company; a token without it is bound to none. */
  readonly companyClaim: string;
  readonly clock: Clock;
};

/** Signatures of a key pair alone: with a shared secret, a public key could be passed off as one. */
const algorithms = ["RS256", "PS256", "ES256", "EdDSA"];
/** Clocks of two machines differ by so much. Unit: s. */
const clockToleranceS = 30;

/** Tokens of an OpenID Connect provider, whose keys are fetched when they are first needed. */
export const createOidc = (options: OidcOptions): Authenticator => {
  const { issuer, audience, clock } = options;
  const keys = createKeys(issuer);
  return {
    authenticate: async (token) => {
      try {
        const currentDate = new Date(clock.now());
        const rules = { issuer, audience, algorithms, clockTolerance: clockToleranceS, currentDate };
        const { payload } = await jwtVerify(token, await keys(), { ...rules, requiredClaims: ["sub", "exp"] });
        return callerOf(payload, options);
      } catch (error) {
        if (error instanceof AppError) throw error;
        if (isAway(error)) throw unavailable(issuer, error);
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
};

type Keys = ReturnType<typeof createRemoteJWKSet>;

/** The provider says itself where its keys are; asked again as long as it has not answered. */
const createKeys = (issuer: string): (() => Promise<Keys>) => {
  let known: Keys | null = null;
  return async () => {
    known ??= createRemoteJWKSet(await keysAddress(issuer));
    return known;
  };
};

/** Of the OpenID Connect discovery document, what is needed here. */
const providerSchema = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** How long the provider may take to answer. Unit: ms. */
const answerMaxMs = 5_000;

const keysAddress = async (issuer: string): Promise<URL> => {
  try {
    const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(answerMaxMs), redirect: "error" });
    if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
    const { jwks_uri: keys, issuer: named } = providerSchema.parse(await answer.json());
    if (named !== issuer) throw new Error(`${address} names another issuer`);
    return new URL(keys);
  } catch (error) {
    throw unavailable(issuer, error);
  }
};

const isAway = (error: unknown): boolean =>
  error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || error instanceof TypeError;

const unavailable = (issuer: string, cause: unknown): AppError =>
  new AppError("access_unavailable", `The keys of OIDC_ISSUER ${issuer} cannot be had now.`, { cause });

const callerOf = (payload: JWTPayload, { rolesClaim, companyClaim }: OidcOptions) => {
  const { sub, [rolesClaim]: claimed, [companyClaim]: company } = payload;
  if (sub === undefined || sub === "") return null;
  const companyId = company === undefined ? null : companyOf(company);
  if (companyId === "invalid") return null;
  return { actor: sub, roles: rolesOf(claimed), companyId };
};

const rolesOf = (claimed: unknown): readonly Role[] => {
  const words: readonly unknown[] = Array.isArray(claimed) ? claimed : [claimed];
  return roles.filter((role) => words.includes(role));
};

/** A company that cannot be read must not become none: that would open every company. */
const companyOf = (claimed: unknown): Id | "invalid" =>
  typeof claimed === "string" ? (parseId(claimed) ?? "invalid") : "invalid";
