import type { z } from "zod";

type JsonContent<Schema> = { readonly "application/json": { readonly schema: Schema } };

/** A body of `application/json`, as a route declares it. */
export const jsonContent = <Schema extends z.ZodType>(schema: Schema): JsonContent<Schema> => ({
  "application/json": { schema },
});

type JsonResponse<Schema> = { readonly description: string; readonly content: JsonContent<Schema> };

/** An answer of `application/json`, as a route declares it; openapi.yaml describes it for people. */
export const jsonResponse = <Schema extends z.ZodType>(description: string, schema: Schema): JsonResponse<Schema> => ({
  description,
  content: jsonContent(schema),
});
