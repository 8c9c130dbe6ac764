import { createHash, timingSafeEqual } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { AppError } from "../../application/errors.ts";
import type { Authenticator } from "../../application/ports/authenticator.ts";
import type { Clock } from "../../application/ports/clock.ts";
import type { Log } from "../../application/ports/log.ts";
import type { Role } from "../../domain/access/role.ts";
import type { Id } from "../../domain/ids.ts";

/** A token as it is kept: by its hash alone. Times are RFC 3339. */
export type StoredToken = {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly companyId: Id | null;
  /** Of the whole token text, hex. */
  readonly sha256: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
};

export type ApiTokensOptions = {
  readonly path: string;
  /** The file's text → its tokens; throws what is wrong with it, in words for a person. */
  readonly parse: (text: string) => readonly StoredToken[];
  readonly clock: Clock;
  readonly log: Log;
};

/** How long a changed file may go unnoticed. Unit: ms. */
const lookAgainMs = 1_000;

/** Static tokens from a file that is read again when it changes, so that a revoked one stops at once. */
export const createApiTokens = async (options: ApiTokensOptions): Promise<Authenticator> => {
  const file = await openFile(options);
  return {
    authenticate: async (token) => {
      const presented = createHash("sha256").update(token).digest();
      const found = (await file.tokens()).find(({ sha256 }) => timingSafeEqual(Buffer.from(sha256, "hex"), presented));
      if (found === undefined || !isInForce(found, options.clock.now())) return null;
      return { actor: found.name, roles: found.roles, companyId: found.companyId };
    },
  };
};

const isInForce = ({ expiresAt, revokedAt }: StoredToken, now: number): boolean =>
  revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > now);

const openFile = async ({ path, parse, clock, log }: ApiTokensOptions) => {
  let seen = await load(path, parse);
  let lookedAt = clock.monotonic();
  const refresh = async (): Promise<void> => {
    lookedAt = clock.monotonic();
    try {
      if ((await modifiedAt(path)) !== seen.modifiedAt) seen = await load(path, parse);
    } catch (error) {
      // Who was known stays known: a file half written must not lock everybody out.
      log.error("the tokens file cannot be read; the tokens known so far stay in force", error);
    }
  };
  return {
    tokens: async () => {
      if (clock.monotonic() - lookedAt >= lookAgainMs) await refresh();
      return seen.tokens;
    },
  };
};

const modifiedAt = async (path: string): Promise<number> => (await stat(path)).mtimeMs;

const load = async (path: string, parse: ApiTokensOptions["parse"]) => {
  try {
    const at = await modifiedAt(path);
    return { modifiedAt: at, tokens: parse(await readFile(path, "utf8")) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError("access_configuration", `API_TOKENS_FILE ${path} cannot be used: ${reason}`, { cause: error });
  }
};
