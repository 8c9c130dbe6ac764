import type { Id } from "../ids.ts";
import type { ProjectedOwner } from "./project-owner.ts";
import type { Rejection } from "./projection.ts";

/** What the source has under an owner id: a document, none in any owner collection, or one that cannot be projected. */
export type OwnerState = ProjectedOwner | Rejection | { readonly kind: "absent" };

export type ResolvedOwner =
  | { readonly kind: "resolved"; readonly ownerId: Id | null; readonly ownerName: string | null }
  /** Owners that must be read before the question can be answered. */
  | { readonly kind: "unread"; readonly ownerIds: readonly Id[] }
  /** The owner exists but its document is malformed: a name already known for it stays. */
  | { readonly kind: "undecided"; readonly ownerId: Id };

/** The first named owner that exists wins; none → the first name without a person behind it, so that the gap shows. */
export const resolveOwner = (ownerKeys: readonly Id[], owners: ReadonlyMap<Id, OwnerState>): ResolvedOwner => {
  for (const ownerId of ownerKeys) {
    const owner = owners.get(ownerId);
    if (owner === undefined) return { kind: "unread", ownerIds: ownerKeys.filter((id) => !owners.has(id)) };
    if (owner.kind === "rejected") return { kind: "undecided", ownerId };
    if (owner.kind === "owner") return { kind: "resolved", ownerId, ownerName: owner.name };
  }
  return { kind: "resolved", ownerId: ownerKeys[0] ?? null, ownerName: null };
};
