import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { entryOf, entryRequestSchema } from "../../contract/entry-request.ts";
import { successOf } from "../../contract/envelope.ts";
import { idSchema } from "../../contract/id.ts";
import { idempotencyKeySchema } from "../../contract/idempotency-key.ts";
import { transactionSchema } from "../../contract/transaction.ts";
import { transactionToWire } from "../../contract/transaction-to-wire.ts";
import type { HttpApp } from "../http-env.ts";
import { requireIdempotencyKey } from "../middleware/require-idempotency-key.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { success } from "../success.ts";
import { jsonContent, jsonResponse } from "./json-content.ts";

const enterTransaction = createRoute({
  method: "post",
  path: "/api/sync/accounts/{propertyId}/transactions",
  middleware: requireIdempotencyKey,
  request: {
    params: z.object({ propertyId: idSchema }),
    headers: z.object({ "idempotency-key": idempotencyKeySchema }),
    body: { required: true, content: jsonContent(entryRequestSchema) },
  },
  responses: {
    201: jsonResponse("The transaction", successOf(transactionSchema)),
    ...problemResponses(400, 404, 409, 413, 415, 422, 428),
  },
});

export const addEnterTransactionRoute = (app: HttpApp): void => {
  app.openapi(enterTransaction, async (c) => {
    const { propertyId } = c.req.valid("param");
    const idempotencyKey = c.req.valid("header")["idempotency-key"];
    const entry = { ...entryOf(c.req.valid("json")), propertyId, idempotencyKey };
    const { row, replayed } = await c.var.useCases.enterTransaction(c.var.caller, entry);
    if (replayed) c.header("Idempotency-Replayed", "true");
    return c.json(success(transactionToWire(row)), 201);
  });
};
