import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareIds } from "../../../src/adapters/memory/id-order.ts";
import { encodeId } from "../../../src/domain/ids.ts";
import { idsOfEveryKind } from "../../contracts/neutral-documents.ts";

describe("order of ids", () => {
  it("is by type and then by value, as BSON compares", () => {
    const ordered = [
      encodeId({ kind: "null" }),
      encodeId({ kind: "number", value: Number.NaN }),
      encodeId({ kind: "number", value: -1.5 }),
      encodeId({ kind: "number", value: 9 }),
      encodeId({ kind: "number", value: 10 }),
      encodeId({ kind: "long", value: 2n ** 53n + 1n }),
      encodeId({ kind: "string", value: "10" }),
      encodeId({ kind: "string", value: "9" }),
      encodeId({ kind: "other", json: '{"v":{}}' }),
      encodeId({ kind: "binary", subtype: 9, base64: "/w==" }),
      encodeId({ kind: "binary", subtype: 0, base64: "AQI=" }),
      encodeId({ kind: "objectId", hex: "000000000000000000000001" }),
      encodeId({ kind: "boolean", value: false }),
      encodeId({ kind: "boolean", value: true }),
      encodeId({ kind: "date", ms: -1 }),
      encodeId({ kind: "date", ms: 0 }),
    ];
    expect(ordered.toReversed().sort(compareIds)).toEqual(ordered);
  });

  it("is a total order", () => {
    const id = fc.constantFrom(...idsOfEveryKind);
    const property = fc.property(id, id, id, (a, b, c) => {
      expect(Math.sign(compareIds(a, b)) + Math.sign(compareIds(b, a))).toBe(0);
      expect(compareIds(a, b) === 0).toBe(a === b);
      if (compareIds(a, b) < 0 && compareIds(b, c) < 0) expect(compareIds(a, c)).toBeLessThan(0);
    });
    fc.assert(property, { numRuns: 1_000 });
  });
});
