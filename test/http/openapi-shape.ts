import { z } from "zod";
import type { createHttpApp } from "../../src/http/create-http-app.ts";

/** What a contract promises, without prose: comparable whether it was declared in code or written in YAML. */
export type Operation = {
  readonly parameters: readonly Parameter[];
  readonly requestBody: { readonly required: boolean; readonly content: Content } | null;
  readonly responses: Readonly<Record<string, Content>>;
};

type Parameter = { readonly in: string; readonly name: string; readonly required: boolean; readonly schema: Json };
type Content = Readonly<Record<string, Json>>;
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** `GET /api/sync/status` → operation, as the routes declare them. */
export const declaredOperations = (app: ReturnType<typeof createHttpApp>): Readonly<Record<string, Operation>> => {
  const routes = app.openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === "route" ? definition.route : [],
  );
  return Object.fromEntries(
    routes.map(({ method, path, request, responses }) => [
      `${method.toUpperCase()} ${path}`,
      {
        parameters: sortedByName([
          ...declaredParameters("path", request?.params),
          ...declaredParameters("query", request?.query),
          ...declaredParameters("header", request?.headers),
        ]),
        requestBody: request?.body
          ? { required: request.body.required ?? false, content: declaredContent(request.body) }
          : null,
        responses: mapped(responses, declaredContent),
      },
    ]),
  );
};

const declaredParameters = (where: string, schema: unknown): readonly Parameter[] => {
  if (!(schema instanceof z.ZodObject)) return [];
  const { properties, required } = objectOf(jsonSchemaOf(schema));
  return Object.entries(objectOf(properties ?? {})).map(([name, property]) => ({
    in: where,
    name: name.toLowerCase(),
    required: Array.isArray(required) && required.includes(name),
    schema: property,
  }));
};

const declaredContent = (holder: unknown): Content =>
  mapped(objectOf(objectOf(holder).content ?? {}), (media) => {
    const { schema }: { schema?: unknown } = objectOf(media);
    if (!(schema instanceof z.ZodType)) throw new Error("a declared body has no zod schema");
    return jsonSchemaOf(schema);
  });

const jsonSchemaOf = (schema: z.ZodType): Json =>
  // Safe: a JSON schema is JSON.
  normalised(z.toJSONSchema(schema, { io: "input" }) as unknown as Json);

/** The same from a parsed openapi.yaml, its references followed. */
export const documentedOperations = (document: unknown): Readonly<Record<string, Operation>> => {
  // Safe: a parsed YAML file.
  const root = document as Json;
  const resolved = objectOf(resolve(root, root));
  return Object.fromEntries(
    Object.entries(objectOf(resolved.paths)).flatMap(([path, item]) =>
      Object.entries(objectOf(item)).map(([method, operation]) => [
        `${method.toUpperCase()} ${path}`,
        documentedOperation(objectOf(operation)),
      ]),
    ),
  );
};

const documentedOperation = ({ parameters, requestBody, responses }: JsonObject): Operation => ({
  parameters: sortedByName(arrayOf(parameters ?? []).map((parameter) => documentedParameter(objectOf(parameter)))),
  requestBody:
    requestBody === undefined
      ? null
      : { required: objectOf(requestBody).required === true, content: documentedContent(requestBody) },
  responses: mapped(objectOf(responses), documentedContent),
});

const documentedParameter = (parameter: JsonObject): Parameter => ({
  in: String(parameter.in),
  name: String(parameter.name).toLowerCase(),
  required: parameter.required === true,
  schema: normalised(parameter.schema ?? null),
});

const documentedContent = (holder: Json): Content =>
  mapped(objectOf(objectOf(holder).content ?? {}), (media) => normalised(objectOf(media).schema ?? null));

/** Follows every local `$ref`; a reference to nothing throws. */
const resolve = (value: Json, root: Json): Json => {
  if (Array.isArray(value)) return value.map((item) => resolve(item, root));
  if (typeof value !== "object" || value === null) return value;
  const { $ref } = objectOf(value);
  if (typeof $ref === "string") return resolve(targetOf($ref, root), root);
  return mapped(objectOf(value), (item) => resolve(item, root));
};

export const targetOf = (reference: string, root: Json): Json =>
  reference
    .replace(/^#\//, "")
    .split("/")
    .reduce<Json>((value, key) => {
      const next = objectOf(value)[key];
      if (next === undefined) throw new Error(`nothing at ${reference}`);
      return next;
    }, root);

const prose = new Set(["$schema", "description", "title", "example", "examples", "default"]);

/** Two ways to say one thing become one. Prose is dropped, except where a property has such a name. */
const normalised = (schema: Json): Json => {
  if (Array.isArray(schema)) return schema.map(normalised);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).filter(([key]) => !prose.has(key));
  return tidied(Object.fromEntries(entries.map(([key, value]) => [key, normalisedMember(key, value)])));
};

const normalisedMember = (key: string, value: Json): Json => {
  if (key === "properties") return mapped(objectOf(value), normalised);
  if (key === "required" || key === "type") return Array.isArray(value) ? value.toSorted() : value;
  return normalised(value);
};

const tidied = (schema: JsonObject): Json => {
  const { anyOf, pattern, minimum, maximum, ...rest } = schema;
  const nullable = nullableOf(anyOf);
  if (nullable !== null) return tidied({ ...rest, ...nullable });
  const isTime = rest.format === "date-time";
  const isInteger = arrayOf([rest.type ?? null].flat()).includes("integer");
  return {
    ...rest,
    ...(anyOf === undefined ? {} : { anyOf }),
    // zod spells a format out, and the range of safe integers too.
    ...(pattern === undefined || isTime || isInteger ? {} : { pattern }),
    ...(minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? {} : { minimum }),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }),
  };
};

/** `anyOf: [X, null]` is X with one more type. */
const nullableOf = (anyOf: Json | undefined): JsonObject | null => {
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return null;
  const [schema, nothing] = anyOf.map(objectOf);
  if (schema === undefined || nothing?.type !== "null" || typeof schema.type !== "string") return null;
  return { ...schema, type: [schema.type, "null"].toSorted() };
};

const sortedByName = (parameters: readonly Parameter[]): readonly Parameter[] =>
  parameters.toSorted((a, b) => `${a.in} ${a.name}`.localeCompare(`${b.in} ${b.name}`));

const mapped = <In, Out>(record: Readonly<Record<string, In>>, map: (value: In) => Out): Record<string, Out> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

const objectOf = (value: unknown): JsonObject => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`no object: ${value}`);
  // Safe: everything here came out of a JSON schema or a YAML file.
  return value as JsonObject;
};

const arrayOf = (value: Json): readonly Json[] => {
  if (!Array.isArray(value)) throw new Error(`no list: ${value}`);
  return value;
};
