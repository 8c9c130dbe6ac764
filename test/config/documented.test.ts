import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const textOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

const namesIn = (text: string, pattern: RegExp): readonly string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? ""))].toSorted();

/** The fields of the schemas: names in capitals, at the beginning of a line or of an object. */
const schemas = textOf("src/config.ts") + textOf("src/config-tracing.ts");
const variables = namesIn(schemas, /(?:^ {2}(?: {2})?|\{ |, )([A-Z][A-Z_]{3,}): (?:z\b|\w)/gm);

describe("every variable of the environment", () => {
  it("is a row of a table in the README, and no other is", () => {
    expect(variables).toEqual(expect.arrayContaining(["MONGODB_URI", "OTEL_TRACES_SAMPLER"]));
    expect(namesIn(textOf("README.md"), /^\| `([A-Z_]+)` \|/gm)).toEqual(variables);
  });

  it("reaches the container, except for the address, which is the host's own there", () => {
    const given = namesIn(textOf("deploy/compose.yaml"), /^ {6}([A-Z_]+): \$\{/gm);
    expect(given).toEqual(variables.filter((name) => name !== "HOST"));
  });
});
