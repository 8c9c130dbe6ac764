import { describe, expect, it } from "vitest";
import { projectProperty } from "../../../src/domain/projection/project-property.ts";
import type { PropertyDocument } from "../../../src/domain/source/property.ts";
import { bsonTypeOf } from "../../../src/domain/source/source-value.ts";
import { anObjectId, valueKinds, valueOfKind } from "../../support/arbitraries/source-values.ts";

type Fields = Omit<PropertyDocument, "id">;

const bare: Fields = {
  name: undefined,
  address: undefined,
  ownerId: undefined,
  propertyOwnerId: undefined,
  companyId: undefined,
};

const project = (fields: Partial<Fields>) => projectProperty({ ...bare, id: anObjectId, ...fields });

describe("a property", () => {
  it("says its name, its address, its company and who may own it", () => {
    const fields = { name: "Rose Court 1", address: "1 Rose Court, Harare", companyId: "acme", ownerId: "ada" };
    expect(project(fields)).toEqual({
      kind: "property",
      propertyName: "Rose Court 1",
      propertyAddress: "1 Rose Court, Harare",
      companyId: "~sacme",
      ownerKeys: ["~sada"],
    });
  });

  it("may say nothing at all", () => {
    const nothing = { propertyName: null, propertyAddress: null, companyId: null, ownerKeys: [] };
    expect(project({})).toEqual({ kind: "property", ...nothing });
    expect(project({ name: null, address: "", ownerId: "", companyId: null })).toEqual({
      kind: "property",
      ...nothing,
    });
  });

  it("tries its ownerId before its propertyOwnerId, and an owner named twice once", () => {
    const owners = (ownerId: unknown, propertyOwnerId: unknown) =>
      project({ ownerId: String(ownerId), propertyOwnerId: String(propertyOwnerId) });
    expect(owners("ada", "bob")).toMatchObject({ ownerKeys: ["~sada", "~sbob"] });
    expect(owners("bob", "ada")).toMatchObject({ ownerKeys: ["~sbob", "~sada"] });
    expect(project({ propertyOwnerId: "bob" })).toMatchObject({ ownerKeys: ["~sbob"] });
    const sameOwner = { ownerId: valueOfKind.objectId, propertyOwnerId: anObjectId.toUpperCase() };
    expect(project(sameOwner)).toMatchObject({ ownerKeys: [anObjectId] });
  });

  it("cuts long texts as payments do", () => {
    expect(project({ name: "n".repeat(201), address: "a".repeat(201) })).toMatchObject({
      propertyName: `${"n".repeat(199)}…`,
      propertyAddress: `${"a".repeat(199)}…`,
    });
  });
});

const textKinds = ["missing", "null", "empty", "text", "numericText", "hexText"];
const numberKinds = ["zero", "int", "double", "negative", "notANumber", "infinite", "long"];
const referringKinds = [...textKinds, ...numberKinds, "objectId", "uuid"];

describe("a property's field of any kind", () => {
  for (const field of ["name", "address", "companyId", "ownerId", "propertyOwnerId"] as const) {
    for (const kind of valueKinds) {
      const isFine = referringKinds.includes(kind);
      it(`${field} ${kind}: ${isFine ? "taken" : "the property is malformed"}`, () => {
        const value = valueOfKind[kind];
        const projection = project({ [field]: value });
        if (isFine) return expect(projection.kind).toBe("property");
        const rejection = { kind: "rejected", code: "field_type_invalid", field, found: bsonTypeOf(value) };
        expect(projection).toMatchObject(rejection);
      });
    }
  }
});
