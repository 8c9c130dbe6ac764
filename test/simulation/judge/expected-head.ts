import type { Id } from "../../../src/domain/ids.ts";
import type { Account } from "../../../src/domain/ledger/account.ts";
import type { OwnerSpec, PropertySpec } from "../world/specs.ts";
import { owners } from "../world/universe.ts";

export type ExpectedHead = {
  readonly propertyName: string;
  readonly ownerKeys: readonly Id[];
  readonly ownerId: Id | null;
  /** Undefined: the owner is malformed, and the ledger may keep a name that it had. */
  readonly ownerName: string | null | undefined;
};

/** Owners that a property names, in the order in which they are tried. */
export const candidatesOf = ({ owner, otherOwner }: PropertySpec): readonly Id[] => {
  const ids = [owner, otherOwner].flatMap((place) => (place === null ? [] : (owners[place]?.id ?? [])));
  return ids.filter((id, index) => ids.indexOf(id) === index);
};

/** What the head of a property that exists must say. `ownerOf` answers null for an owner who does not exist. */
export const expectedHead = (
  property: PropertySpec,
  ownerOf: (id: Id) => OwnerSpec | null,
): ExpectedHead | "malformed" => {
  if (property.flaw !== null) return "malformed";
  const ownerKeys = candidatesOf(property);
  const found = ownerKeys.find((id) => ownerOf(id) !== null) ?? null;
  const owner = found === null ? null : ownerOf(found);
  return {
    propertyName: property.name,
    ownerKeys,
    ownerId: found ?? ownerKeys[0] ?? null,
    ownerName: owner === null ? null : nameOf(owner),
  };
};

const nameOf = ({ name, flaw }: OwnerSpec): string | undefined => (flaw === null ? `${name} Moyo` : undefined);

/** Where a head says something else, or null. */
export const headDifference = (account: Account | undefined, expected: ExpectedHead): string | null => {
  if (account === undefined) return "is missing";
  if (account.status !== "active") return `is ${account.status}, must be active`;
  if (account.propertyName !== expected.propertyName)
    return `says ${account.propertyName}, must say ${expected.propertyName}`;
  if (account.ownerKeys.join() !== expected.ownerKeys.join())
    return `names owners ${account.ownerKeys}, must name ${expected.ownerKeys}`;
  if (account.ownerId !== expected.ownerId) return `belongs to ${account.ownerId}, must belong to ${expected.ownerId}`;
  if (expected.ownerName === undefined || account.ownerName === expected.ownerName) return null;
  return `belongs to ${account.ownerName}, must belong to ${expected.ownerName}`;
};
