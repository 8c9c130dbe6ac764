import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Json, JsonObject } from "./document.ts";

const options = { strict: false, allErrors: true } as const;
const ajv = new Ajv2020(options);
/** Paths, queries and headers are text. */
const textAjv = new Ajv2020({ ...options, coerceTypes: true });
for (const one of [ajv, textAjv]) addFormats.default(one);

/** What does not fit, each with a JSON pointer; empty = it fits. */
export const misfits = (schema: JsonObject, value: unknown): readonly string[] =>
  errorsOf(compiled(schema, ajv), value);

/** The same for an answer: what the contract does not name must not be in it. */
export const answerMisfits = (schema: JsonObject, value: unknown): readonly string[] => misfits(closed(schema), value);

export const textMisfits = (schema: JsonObject, text: string): readonly string[] =>
  errorsOf(compiled({ type: "object", properties: { value: schema } }, textAjv), { value: text });

const validators = new WeakMap<JsonObject, ValidateFunction>();

const compiled = (schema: JsonObject, by: Ajv2020): ValidateFunction => {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const validate = by.compile(schema);
  validators.set(schema, validate);
  return validate;
};

const errorsOf = (validate: ValidateFunction, value: unknown): readonly string[] =>
  validate(value) ? [] : (validate.errors ?? []).map(wordsOf);

const wordsOf = ({ instancePath, message, params }: ErrorObject): string =>
  `${instancePath === "" ? "(whole)" : instancePath} ${message} ${JSON.stringify(params)}`;

const closedSchemas = new WeakMap<JsonObject, JsonObject>();

/** Readers of answers accept unknown fields; the service must have none to send. */
const closed = (schema: JsonObject): JsonObject => {
  const known = closedSchemas.get(schema);
  if (known !== undefined) return known;
  const members = Object.entries(schema).map(([key, value]) => [key, closedMember(key, value)] as const);
  const isOpen = schema.properties !== undefined && schema.additionalProperties === undefined;
  const result = { ...Object.fromEntries(members), ...(isOpen ? { additionalProperties: false } : {}) };
  closedSchemas.set(schema, result);
  return result;
};

const closedMember = (key: string, value: Json): Json => {
  if (key === "properties") return mapped(value, closedAny);
  if (key === "items" || key === "additionalProperties") return closedAny(value);
  return key === "anyOf" && Array.isArray(value) ? value.map(closedAny) : value;
};

const closedAny = (value: Json): Json =>
  // Safe: what is an object and no list here is a schema.
  typeof value === "object" && value !== null && !Array.isArray(value) ? closed(value as JsonObject) : value;

const mapped = (record: Json, map: (value: Json) => Json): Json =>
  Object.fromEntries(Object.entries(record ?? {}).map(([key, value]) => [key, map(value)]));
