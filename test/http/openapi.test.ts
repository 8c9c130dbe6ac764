import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { problemSchema } from "../../src/contract/problem.ts";
import { problemKinds } from "../../src/contract/problem-kinds.ts";
import { httpClient } from "../support/http-client.ts";
import { declaredOperations, documentedOperations, targetOf } from "./openapi-shape.ts";

const text = readFileSync(new URL("../../openapi.yaml", import.meta.url), "utf8");
const document = parse(text);
const { app, get } = httpClient({}, { openApiText: text });
const declared = declaredOperations(app);
const documented = documentedOperations(document);

describe("openapi.yaml", () => {
  it("names exactly the operations that the routes declare", () => {
    expect(Object.keys(documented).sort()).toEqual(Object.keys(declared).sort());
  });

  it.for(Object.keys(declared))("says of %s what its route declares", (operation) => {
    expect(documented[operation]).toEqual(declared[operation]);
  });

  it.for<readonly [string, (copy: Draft) => unknown]>([
    ["a status", (copy) => delete copy.paths["/api/sync/full"].post.responses["413"]],
    ["an operation", (copy) => delete copy.paths["/livez"]],
    ["a parameter", (copy) => copy.paths["/api/sync/runs"].get.parameters.pop()],
    ["a bound", (copy) => (copy.components.parameters.Limit.schema.maximum = 500)],
    ["a required field", (copy) => copy.components.schemas.Account.required.pop()],
    ["a null", (copy) => (copy.components.schemas.Run.properties.endedAt.type = "string")],
    ["a word of an enum", (copy) => copy.components.schemas.Problem.properties.code.enum.pop()],
    ["the refusal of unknown fields", (copy) => delete copy.components.schemas.EntryRequest.additionalProperties],
    ["a media type", (copy) => delete copy.components.responses.Invalid.content["application/problem+json"]],
  ])("would not pass with %s gone or changed", ([, change]) => {
    const copy = structuredClone(document);
    change(copy);

    expect(documentedOperations(copy)).not.toEqual(declared);
  });

  it("has no key with a blank in it, as an unquoted comma would make", () => {
    expect(keysIn(document).filter((key) => key.includes(" "))).toEqual([]);
  });

  it("is served byte for byte", async () => {
    const answer = await get("/openapi.yaml");

    expect(answer.status).toBe(200);
    expect(answer.headers.get("Content-Type")).toBe("application/yaml; charset=utf-8");
    expect(answer.text).toBe(text);
  });

  it("has the version of the package", () => {
    const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

    expect(document.info.version).toBe(manifest.version);
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  it("gives every operation an id of its own, a summary and a tag that is explained", () => {
    const operations = operationsOf(document);
    const tags = document.tags.map((tag: { name: string }) => tag.name);

    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    expect(operations.filter(({ summary, tags: [tag] = [] }) => !summary || !tags.includes(tag))).toEqual([]);
  });

  it("uses every component that it defines", () => {
    const used = new Set(text.match(/#\/components\/[\w/]+/g));
    const { securitySchemes: _named, ...referred } = document.components;
    const defined = Object.entries<object>(referred).flatMap(([kind, components]) =>
      Object.keys(components).map((name) => `#/components/${kind}/${name}`),
    );

    expect(defined.filter((reference) => !used.has(reference))).toEqual([]);
  });

  it("shows only examples that its schemas accept", () => {
    const samples = samplesIn(document);
    const refused = samples.flatMap(({ at, schema, value }) => {
      const outcome = z.fromJSONSchema(inlined(schema)).safeParse(value);
      return outcome.success ? [] : [{ at, issues: outcome.error.issues }];
    });

    expect(samples.length).toBeGreaterThan(20);
    expect(refused).toEqual([]);
  });

  it("shows problems as the service words them", () => {
    const problems = samplesIn(document).filter(({ at }) => at.includes("problem+json"));

    expect(problems.length).toBeGreaterThan(0);
    for (const { value } of problems) {
      const { code, status, title, type } = problemSchema.parse(value);
      expect({ status, title, type }).toEqual({
        status: problemKinds[code].status,
        title: problemKinds[code].title,
        type: `urn:ledgersync:problem:${code}`,
      });
    }
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a parsed document, changed at places that are known to be there.
type Draft = any;

const keysIn = (value: unknown): readonly string[] =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([key, member]) => [...(Array.isArray(value) ? [] : [key]), ...keysIn(member)]);

type Sample = { readonly at: string; readonly schema: object; readonly value: unknown };

/** Every example beside a schema: of bodies, parameters and headers. */
const samplesIn = (value: unknown, at = ""): readonly Sample[] => {
  if (typeof value !== "object" || value === null) return [];
  // Safe: each is looked at before it is used.
  const { schema, example, examples } = value as { schema?: object; example?: unknown; examples?: object };
  const own = schema === undefined ? [] : [example, ...Object.values(examples ?? {}).map((named) => named.value)];
  return [
    ...own.flatMap((found) => (found === undefined || schema === undefined ? [] : { at, schema, value: found })),
    ...Object.entries(value).flatMap(([key, member]) => samplesIn(member, `${at}/${key}`)),
  ];
};

/** A schema with its references followed, as z.fromJSONSchema wants it. */
const inlined = (schema: unknown): Parameters<typeof z.fromJSONSchema>[0] =>
  JSON.parse(JSON.stringify(schema), (_key, value) =>
    typeof value?.$ref === "string" ? inlined(targetOf(value.$ref, document)) : value,
  );

type DocumentedOperation = { readonly operationId?: string; readonly summary?: string; readonly tags?: string[] };

const operationsOf = ({ paths }: { paths: Record<string, Record<string, DocumentedOperation>> }) =>
  Object.values(paths).flatMap((item) => Object.values(item));
