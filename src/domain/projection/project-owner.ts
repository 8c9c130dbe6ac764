import type { OwnerDocument } from "../source/owner.ts";
import { bsonTypeOf } from "../source/source-value.ts";
import { cutText, textLengthMax } from "./fields.ts";
import { type Rejection, rejected } from "./projection.ts";

export type ProjectedOwner = { readonly kind: "owner"; readonly name: string | null };

/** `firstName lastName`, trimmed, single spaces; null when nothing is left, never "undefined undefined". */
export const projectOwner = (owner: OwnerDocument): ProjectedOwner | Rejection => {
  for (const field of ["firstName", "lastName"] as const) {
    const part = owner[field];
    if (part !== undefined && part !== null && typeof part !== "string") {
      return rejected("field_type_invalid", field, "string", bsonTypeOf(part));
    }
  }
  const words = [owner.firstName, owner.lastName].filter((part) => typeof part === "string").join(" ");
  const name = words.replaceAll(/\s+/g, " ").trim();
  return { kind: "owner", name: name === "" ? null : cutText(name, textLengthMax) };
};
