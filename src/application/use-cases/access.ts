import type { Identity } from "../../domain/access/identity.ts";
import type { Rights } from "../../domain/access/rights.ts";

export type AccessUseCases = {
  /** What the caller may ask for: for a surface that says beforehand what is not allowed. */
  me(caller: Identity): Promise<Rights>;
};
