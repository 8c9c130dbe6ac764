import type { Id } from "../ids.ts";
import type { SourceValue } from "./source-value.ts";

/** A property as the source holds it; `address` is text, also where the source keeps its parts in a sub-document. */
export type PropertyDocument = {
  readonly id: Id;
  readonly name: SourceValue;
  readonly address: SourceValue;
  readonly ownerId: SourceValue;
  readonly propertyOwnerId: SourceValue;
  readonly companyId: SourceValue;
};
