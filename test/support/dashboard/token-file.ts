import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Role } from "../../../src/domain/access/role.ts";

export type TokenFileOfRoles = AsyncDisposable & { readonly path: string };

/** A token `token-of-<name>`, bound to a company or to none. */
type TokenOf = { readonly name: string; readonly role: Role; readonly companyId: string | null };

/** A file of tokens for `API_TOKENS_FILE`: each role's token is `token-of-<role>`. */
export const tokensOf = (...roles: readonly Role[]): Promise<TokenFileOfRoles> =>
  tokenFileOf(...roles.map((role) => ({ name: role, role, companyId: null })));

export const tokenFileOf = async (...wanted: readonly TokenOf[]): Promise<TokenFileOfRoles> => {
  const folder = await mkdtemp(join(tmpdir(), "tokens-"));
  const path = join(folder, "tokens.json");
  const tokens = wanted.map(({ name, role, companyId }) => ({
    name: `the-${name}`,
    roles: [role],
    companyId,
    sha256: createHash("sha256").update(`token-of-${name}`).digest("hex"),
    createdAt: "2024-01-01T00:00:00Z",
    expiresAt: null,
    revokedAt: null,
  }));
  await writeFile(path, JSON.stringify({ tokens }));
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
};
