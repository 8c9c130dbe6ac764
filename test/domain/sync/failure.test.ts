import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentKey } from "../../../src/domain/sync/failure.ts";
import { anyId } from "../../support/arbitraries/ids.ts";
import { runs } from "../../support/runs.ts";

describe("the key of a document", () => {
  it("is the same for the same document only", () => {
    const document = fc.tuple(fc.constantFrom("payments", "properties", "owners"), anyId);
    fc.assert(
      fc.property(document, document, ([a, idOfA], [b, idOfB]) => {
        expect(documentKey(a, idOfA) === documentKey(b, idOfB)).toBe(a === b && idOfA === idOfB);
      }),
      runs(1_000),
    );
  });
});
