import type { Identity } from "../../domain/access/identity.ts";

export type Rights = Identity & {
  /** The use cases that are not refused whatever the request says, by name in alphabetical order. */
  readonly useCases: readonly string[];
};

export type AccessUseCases = {
  /** What the caller may ask for: for a surface that says beforehand what is not allowed. */
  me(caller: Identity): Promise<Rights>;
};
