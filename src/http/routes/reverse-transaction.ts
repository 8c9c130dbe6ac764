import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { successOf } from "../../contract/envelope.ts";
import { idSchema, rowIdSchema } from "../../contract/id.ts";
import { idempotencyKeySchema } from "../../contract/idempotency-key.ts";
import { reversalRequestSchema } from "../../contract/reversal-request.ts";
import { transactionSchema } from "../../contract/transaction.ts";
import { transactionToWire } from "../../contract/transaction-to-wire.ts";
import type { HttpApp } from "../http-env.ts";
import { keyedCaller, tellReplayed } from "../keyed.ts";
import { requireIdempotencyKey } from "../middleware/require-idempotency-key.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { success } from "../success.ts";
import { jsonContent, jsonResponse } from "./json-content.ts";

const reverseTransaction = createRoute({
  method: "post",
  path: "/api/sync/accounts/{propertyId}/transactions/{id}/reverse",
  middleware: requireIdempotencyKey,
  request: {
    params: z.object({ propertyId: idSchema, id: rowIdSchema }),
    headers: z.object({ "idempotency-key": idempotencyKeySchema }),
    body: { required: true, content: jsonContent(reversalRequestSchema) },
  },
  responses: {
    200: jsonResponse("The transaction, now void", successOf(transactionSchema)),
    ...problemResponses(400, 404, 409, 413, 415, 422, 428),
  },
});

export const addReverseTransactionRoute = (app: HttpApp): void => {
  app.openapi(reverseTransaction, async (c) => {
    const { propertyId, id: rowId } = c.req.valid("param");
    const { reason } = c.req.valid("json");
    const caller = keyedCaller(c, c.req.valid("header")["idempotency-key"]);
    const { row, replayed } = await c.var.useCases.reverseTransaction(caller, { propertyId, rowId, reason });
    tellReplayed(c, { replayed });
    return c.json(success(transactionToWire(row)), 200);
  });
};
