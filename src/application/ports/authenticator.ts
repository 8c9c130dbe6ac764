import type { Identity } from "../../domain/access/identity.ts";

/** Knows callers by what they present. */
export type Authenticator = {
  /** Null when the token is unknown, expired, revoked, or not of this kind. Rejects when it cannot be decided now. */
  authenticate(token: string): Promise<Identity | null>;
};
