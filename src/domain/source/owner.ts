import type { Id } from "../ids.ts";
import type { SourceValue } from "./source-value.ts";

/** A property owner, from the first of the owner collections that has the id. Only the name is ever read. */
export type OwnerDocument = {
  readonly id: Id;
  readonly firstName: SourceValue;
  readonly lastName: SourceValue;
};
