import { type Id, referenceId } from "../ids.ts";
import type { PropertyDocument } from "../source/property.ts";
import { bsonTypeOf } from "../source/source-value.ts";
import { type Parsed, textOf } from "./fields.ts";
import { longId, type Rejection, rejected } from "./projection.ts";

/** What the source says about a property; its owner is found among `ownerKeys` (see `resolveOwner`). */
export type ProjectedProperty = {
  readonly kind: "property";
  readonly propertyName: string | null;
  readonly propertyAddress: string | null;
  readonly companyId: Id | null;
  readonly ownerKeys: readonly Id[];
};

export const projectProperty = (property: PropertyDocument): ProjectedProperty | Rejection => {
  const tooLong = longId(property.id);
  if (tooLong !== null) return tooLong;
  const name = textOf(property.name, "name");
  if (name.kind === "rejected") return name;
  const address = textOf(property.address, "address");
  if (address.kind === "rejected") return address;
  const companyId = referenceOf(property, "companyId");
  if (companyId.kind === "rejected") return companyId;
  const ownerKeys = ownerKeysOf(property);
  if (ownerKeys.kind === "rejected") return ownerKeys;
  return {
    kind: "property",
    propertyName: name.value,
    propertyAddress: address.value,
    companyId: companyId.value,
    ownerKeys: ownerKeys.value,
  };
};

const ownerKeysOf = (property: PropertyDocument): Parsed<readonly Id[]> | Rejection => {
  const owner = referenceOf(property, "ownerId");
  if (owner.kind === "rejected") return owner;
  const propertyOwner = referenceOf(property, "propertyOwnerId");
  if (propertyOwner.kind === "rejected") return propertyOwner;
  const keys = [owner.value, propertyOwner.value].filter((id) => id !== null);
  return { kind: "parsed", value: [...new Set(keys)] };
};

const referenceOf = (
  property: PropertyDocument,
  field: "ownerId" | "propertyOwnerId" | "companyId",
): Parsed<Id | null> | Rejection => {
  const reference = referenceId(property[field]);
  return reference.kind === "invalid"
    ? rejected("field_type_invalid", field, "id", bsonTypeOf(property[field]))
    : { kind: "parsed", value: reference.id };
};
