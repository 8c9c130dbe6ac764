import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { projectOwner } from "../../../src/domain/projection/project-owner.ts";
import { bsonTypeOf, type SourceValue } from "../../../src/domain/source/source-value.ts";
import { anObjectId, valueKinds, valueOfKind } from "../../support/arbitraries/source-values.ts";
import { runs } from "../../support/runs.ts";

const project = (firstName: SourceValue, lastName: SourceValue) =>
  projectOwner({ id: anObjectId, firstName, lastName });
const named = (name: string | null) => ({ kind: "owner", name });

describe("an owner's name", () => {
  it("is first and last name, trimmed, with single spaces", () => {
    expect(project("Ada", "Lovelace")).toEqual(named("Ada Lovelace"));
    expect(project("  Ada\t King ", "\n of  Lovelace ")).toEqual(named("Ada King of Lovelace"));
  });

  it("is the one part where there is one", () => {
    expect(project("Ada", undefined)).toEqual(named("Ada"));
    expect(project(null, "Lovelace")).toEqual(named("Lovelace"));
    expect(project("", "Lovelace")).toEqual(named("Lovelace"));
  });

  it("is unknown where there is none, and never a word for that", () => {
    for (const [first, last] of [
      [undefined, undefined],
      [null, null],
      ["", " "],
      ["\u00a0", undefined],
    ]) {
      expect(project(first, last)).toEqual(named(null));
    }
  });

  it("is cut at 200 code units", () => {
    expect(project("x".repeat(150), "y".repeat(150))).toEqual(named(`${"x".repeat(150)} ${"y".repeat(48)}…`));
  });

  for (const field of ["firstName", "lastName"] as const) {
    for (const kind of valueKinds) {
      const value = valueOfKind[kind];
      const isFine = value === undefined || value === null || typeof value === "string";
      it(`of which ${field} is ${kind} is ${isFine ? "told" : "refused"}`, () => {
        const projection = field === "firstName" ? project(value, "L") : project("F", value);
        if (isFine) return expect(projection.kind).toBe("owner");
        const rejection = { kind: "rejected", code: "field_type_invalid", field, found: bsonTypeOf(value) };
        expect(projection).toMatchObject(rejection);
      });
    }
  }

  it("is never made of missing parts, whatever the parts are", () => {
    const part = fc.option(fc.string({ unit: "binary", maxLength: 6 }), { nil: undefined });
    fc.assert(
      fc.property(part, part, (first, last) => {
        const projection = project(first, last);
        const name = projection.kind === "owner" ? projection.name : "";
        const words = [first, last].join(" ").split(/\s+/).filter(Boolean);
        expect(name ?? "").toBe(words.join(" "));
        expect(name).not.toBe("");
      }),
      runs(1_000),
    );
  });
});
