import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { successOf } from "../../contract/envelope.ts";
import { explanationSchema } from "../../contract/explanation.ts";
import { explanationToWire } from "../../contract/explanation-to-wire.ts";
import { sourceCollectionSchema } from "../../contract/failure.ts";
import { idSchema } from "../../contract/id.ts";
import type { HttpApp } from "../http-env.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { success } from "../success.ts";
import { jsonResponse } from "./json-content.ts";

const explain = createRoute({
  method: "get",
  path: "/api/sync/explain/{collection}/{id}",
  request: { params: z.object({ collection: sourceCollectionSchema, id: idSchema }) },
  responses: {
    200: jsonResponse("Why the document is, or is not, in the ledger", successOf(explanationSchema)),
    ...problemResponses(422),
  },
});

export const addExplainRoute = (app: HttpApp): void => {
  app.openapi(explain, async (c) => {
    const { collection, id } = c.req.valid("param");
    return c.json(success(explanationToWire(await c.var.useCases.explain(collection, id))), 200);
  });
};
