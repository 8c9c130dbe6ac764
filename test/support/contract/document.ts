import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** The committed openapi.yaml. */
export const openApiText: string = readFileSync(new URL("../../../openapi.yaml", import.meta.url), "utf8");

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export type DocumentedParameter = {
  readonly in: "path" | "query" | "header";
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonObject;
  readonly example?: Json;
};

export type MediaType = {
  readonly schema?: JsonObject;
  readonly example?: Json;
  readonly examples?: Readonly<Record<string, { readonly value: Json }>>;
};

export type DocumentedResponse = {
  readonly content?: Readonly<Record<string, MediaType>>;
  readonly headers?: Readonly<Record<string, { readonly required?: boolean; readonly schema: JsonObject }>>;
};

export type DocumentedOperation = {
  /** `GET /api/sync/status` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly parameters: readonly DocumentedParameter[];
  readonly requestBody: { readonly required: boolean; readonly content: Readonly<Record<string, MediaType>> } | null;
  readonly responses: Readonly<Record<string, DocumentedResponse>>;
};

const root: JsonObject = parse(openApiText);
const resolvedReferences = new Map<string, Json>();

/** Follows every local `$ref`. What is referred to twice is one object, so that it is compiled once. */
const resolve = (value: Json): Json => {
  if (isList(value)) return value.map(resolve);
  if (typeof value !== "object" || value === null) return value;
  return typeof value.$ref === "string" ? resolveReference(value.$ref) : mapped(value, resolve);
};

const resolveReference = (reference: string): Json => {
  const known = resolvedReferences.get(reference);
  if (known !== undefined) return known;
  const target = reference
    .replace(/^#\//, "")
    .split("/")
    .reduce<Json>((at, key) => objectOf(at)[key] ?? null, root);
  if (target === null) throw new Error(`openapi.yaml has nothing at ${reference}`);
  const resolved = resolve(target);
  resolvedReferences.set(reference, resolved);
  return resolved;
};

const objectOf = (value: Json | undefined): JsonObject => {
  if (typeof value !== "object" || value === null || isList(value)) throw new Error(`no object: ${value}`);
  return value;
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const mapped = (record: JsonObject, map: (value: Json) => Json): JsonObject =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

const operationOf = (method: string, path: string, resolved: JsonObject): DocumentedOperation => ({
  // Safe: redocly's linter and test/http/openapi.test.ts prove the shape of the file.
  ...(resolved as unknown as DocumentedOperation),
  name: `${method.toUpperCase()} ${path}`,
  method: method.toUpperCase(),
  path,
  parameters: (resolved.parameters ?? []) as unknown as DocumentedOperation["parameters"],
  requestBody: (resolved.requestBody ?? null) as unknown as DocumentedOperation["requestBody"],
});

export const operations: readonly DocumentedOperation[] = Object.entries(objectOf(root.paths)).flatMap(([path, item]) =>
  Object.entries(objectOf(item)).map(([method, operation]) => operationOf(method, path, objectOf(resolve(operation)))),
);

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "([^/]+)")}$`);

/** Paths without parameters stand before those that would match them too. */
const patterns = [...new Set(operations.map(({ path }) => path))]
  .toSorted((a, b) => a.split("{").length - b.split("{").length)
  .map((path) => ({ path, pattern: patternOf(path) }));

/** Null: the contract does not know the path. */
export const pathOf = (pathname: string): string | null =>
  patterns.find(({ pattern }) => pattern.test(pathname))?.path ?? null;

/** HEAD is GET without its body. */
export const operationAt = (method: string, path: string): DocumentedOperation | null =>
  operations.find(
    (operation) => operation.path === path && operation.method === (method === "HEAD" ? "GET" : method),
  ) ?? null;

/** What the path's parameters were, decoded. */
export const pathValues = (path: string, pathname: string): Readonly<Record<string, string>> => {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const values = patternOf(path).exec(pathname)?.slice(1) ?? [];
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index] ?? "")]));
};
