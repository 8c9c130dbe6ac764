import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const textOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

const namesIn = (text: string, pattern: RegExp): readonly string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? ""))].toSorted();

/** The fields of the schemas: names in capitals, at the beginning of a line or of an object. */
const variables = namesIn(textOf("src/config.ts"), /(?:^ {2}(?: {2})?|\{ |, )([A-Z][A-Z_]{3,}): (?:z\b|\w)/gm);

describe("every variable of the environment", () => {
  it("is a row of the README's table, and no other is", () => {
    expect(variables).toContain("MONGODB_URI");
    expect(namesIn(textOf("README.md"), /^\| `([A-Z_]+)` \|/gm)).toEqual(variables);
  });

  it("reaches the container, except for the address, which is the host's own there", () => {
    const given = namesIn(textOf("deploy/compose.yaml"), /^ {6}([A-Z_]+): \$\{/gm);
    expect(given).toEqual(variables.filter((name) => name !== "HOST"));
  });
});
