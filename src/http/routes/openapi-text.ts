import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import type { HttpApp, RouteContext } from "../http-env.ts";
import { foreignHostResponses } from "../problem/problem-responses.ts";

const getOpenApi = createRoute({
  method: "get",
  path: "/openapi.yaml",
  responses: {
    200: {
      description: "This contract",
      content: { "application/yaml": { schema: z.object({ openapi: z.string() }) } },
    },
    ...foreignHostResponses(),
  },
});

/** The committed file as it is: what people read is what clients get. */
export const addOpenApiRoute = (app: HttpApp, { openApiText }: RouteContext): void => {
  app.openapi(getOpenApi, (c) => c.body(openApiText, 200, { "Content-Type": "application/yaml; charset=utf-8" }));
};
