import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { successPageOf } from "../../contract/envelope.ts";
import { idSchema } from "../../contract/id.ts";
import { pageRequestOf } from "../../contract/page-query.ts";
import { transactionSchema } from "../../contract/transaction.ts";
import { transactionFilterOf, transactionQuerySchema } from "../../contract/transaction-query.ts";
import { transactionToWire } from "../../contract/transaction-to-wire.ts";
import type { HttpApp } from "../http-env.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { successPage } from "../success.ts";
import { jsonResponse } from "./json-content.ts";

const listTransactions = createRoute({
  method: "get",
  path: "/api/sync/accounts/{propertyId}/transactions",
  request: { params: z.object({ propertyId: idSchema }), query: transactionQuerySchema },
  responses: {
    200: jsonResponse("Transactions, newest first", successPageOf(transactionSchema)),
    ...problemResponses(404, 422),
  },
});

export const addTransactionRoute = (app: HttpApp): void => {
  app.openapi(listTransactions, async (c) => {
    const query = c.req.valid("query");
    const page = pageRequestOf(query);
    const { items, next } = await c.var.useCases.transactions(
      c.req.valid("param").propertyId,
      transactionFilterOf(query),
      page,
    );
    return c.json(successPage(items.map(transactionToWire), next, page.limit), 200);
  });
};
