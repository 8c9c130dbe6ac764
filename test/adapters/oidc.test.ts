import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOidc } from "../../src/adapters/oidc/oidc.ts";
import type { Clock } from "../../src/application/ports/clock.ts";

const audience = "ledgersync";
const now = 1_704_067_200_000;
const clock: Clock = { now: () => now, monotonic: () => now, sleep: () => Promise.resolve() };
const seconds = now / 1_000;

let issuer: string;
let keys: { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey };
let isAway = false;
const server = createServer(async (request, response) => {
  if (isAway) return void response.writeHead(500).end();
  const isDiscovery = request.url === "/.well-known/openid-configuration";
  const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "RS256" }] };
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(isDiscovery ? { issuer, jwks_uri: `${issuer}/keys` } : jwks));
});

beforeAll(async () => {
  keys = await generateKeyPair("RS256", { extractable: true });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const rules = () => ({ issuer, audience, rolesClaim: "roles", companyClaim: "companyId", clock });
const claims = { roles: ["operator", "gardener"], sub: "ann" };
const token = (payload: object, more: { aud?: string; iss?: string; exp?: number; key?: CryptoKey } = {}) =>
  new SignJWT({ ...payload })
    .setProtectedHeader({ alg: "RS256", kid: "k1" })
    .setIssuer(more.iss ?? issuer)
    .setAudience(more.aud ?? audience)
    .setExpirationTime(more.exp ?? seconds + 60)
    .sign(more.key ?? keys.privateKey);

describe("a token of the OpenID Connect provider", () => {
  it("names the caller, the roles that exist here and the company", async () => {
    const oidc = createOidc(rules());

    expect(await oidc.authenticate(await token({ ...claims, companyId: "~sacme" }))).toEqual({
      actor: "ann",
      roles: ["operator"],
      companyId: "~sacme",
    });
    expect(await oidc.authenticate(await token({ sub: "bob", roles: "admin" }))).toEqual({
      actor: "bob",
      roles: ["admin"],
      companyId: null,
    });
  });

  it("gives no role that it does not name", async () => {
    expect(await createOidc(rules()).authenticate(await token({ sub: "ann" }))).toMatchObject({ roles: [] });
  });

  it.for<readonly [string, () => Promise<string> | string]>([
    ["expired", () => token(claims, { exp: seconds - 31 })],
    ["for another audience", () => token(claims, { aud: "another" })],
    ["of another issuer", () => token(claims, { iss: "https://evil.example" })],
    ["without a subject", () => token({ roles: ["admin"] })],
    ["signed by another key", async () => token(claims, { key: (await generateKeyPair("RS256")).privateKey })],
    [
      "not signed at all (alg none)",
      () =>
        new UnsecuredJWT(claims)
          .setIssuer(issuer)
          .setAudience(audience)
          .setExpirationTime(seconds + 60)
          .encode(),
    ],
    [
      "signed with the public key as a shared secret (HS256)",
      async () =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: "HS256", kid: "k1" })
          .setIssuer(issuer)
          .setAudience(audience)
          .setExpirationTime(seconds + 60)
          .sign(new TextEncoder().encode(await exportSPKI(keys.publicKey))),
    ],
    ["bound to a company that cannot be read", () => token({ ...claims, companyId: 7 })],
    ["no token", () => "secret"],
  ])("is not known when it is %s", async ([, made]) => {
    expect(await createOidc(rules()).authenticate(await made())).toBeNull();
  });

  it("cannot be judged while the provider is away, and is judged as soon as it is back", async () => {
    const oidc = createOidc(rules());
    isAway = true;
    await expect(oidc.authenticate(await token(claims))).rejects.toMatchObject({ code: "access_unavailable" });
    isAway = false;

    expect(await oidc.authenticate(await token(claims))).toMatchObject({ actor: "ann" });
  });
});
