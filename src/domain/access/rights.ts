import type { Identity } from "./identity.ts";

/** A caller, and what they may ask for. */
export type Rights = Identity & {
  /** The use cases that are not refused whatever the request says, by name in alphabetical order. */
  readonly useCases: readonly string[];
};
