import fc from "fast-check";
import { expect, it } from "vitest";
import { textOfValue, valueOfText } from "../../src/application/value-text.ts";
import { runs } from "../support/runs.ts";

it("brings every value back as it was, bigints and maps in it too", () => {
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());
  const value = fc.letrec((tie) => ({
    node: fc.oneof({ maxDepth: 3 }, leaf, fc.bigInt(), fc.constant(null), tie("list"), tie("record"), tie("map")),
    list: fc.array(tie("node"), { maxLength: 4 }),
    record: fc.dictionary(fc.stringMatching(/^[a-z.]{1,8}$/), tie("node"), { maxKeys: 4, noNullPrototype: true }),
    map: fc.array(fc.tuple(fc.string(), tie("node")), { maxLength: 3 }).map((pairs) => new Map(pairs)),
  })).node;
  fc.assert(
    fc.property(value, (given) => {
      const expected = Object.is(given, -0) ? 0 : given;
      expect(JSON.stringify(valueOfText(textOfValue(expected)), bigints)).toBe(JSON.stringify(expected, bigints));
    }),
    runs(1_000),
  );
});

const bigints = (_: string, part: unknown): unknown => {
  if (typeof part === "bigint") return `${part}n`;
  return part instanceof Map ? ["a map", ...part] : part;
};
