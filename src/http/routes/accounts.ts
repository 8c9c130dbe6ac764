import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { accountSchema } from "../../contract/account.ts";
import { accountQuerySchema } from "../../contract/account-query.ts";
import { accountToWire } from "../../contract/account-to-wire.ts";
import { successOf, successPageOf } from "../../contract/envelope.ts";
import { idSchema } from "../../contract/id.ts";
import { pageRequestOf } from "../../contract/page-query.ts";
import type { HttpApp } from "../http-env.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { success, successPage } from "../success.ts";
import { jsonResponse } from "./json-content.ts";

const listAccounts = createRoute({
  method: "get",
  path: "/api/sync/accounts",
  request: { query: accountQuerySchema },
  responses: { 200: jsonResponse("Accounts by property id", successPageOf(accountSchema)), ...problemResponses(422) },
});

const getAccount = createRoute({
  method: "get",
  path: "/api/sync/accounts/{propertyId}",
  request: { params: z.object({ propertyId: idSchema }) },
  responses: { 200: jsonResponse("The account", successOf(accountSchema)), ...problemResponses(404, 422) },
});

export const addAccountRoutes = (app: HttpApp): void => {
  app.openapi(listAccounts, async (c) => {
    const { search = null, status = null, ownerId = null, companyId = null, ...query } = c.req.valid("query");
    const page = pageRequestOf(query);
    const { items, next } = await c.var.useCases.accounts({ search, status, ownerId, companyId }, page);
    const accounts = items.map((account) => accountToWire(account, c.var.useCases.defaultCurrency));
    return c.json(successPage(accounts, next, page.limit), 200);
  });
  app.openapi(getAccount, async (c) => {
    const account = await c.var.useCases.account(c.req.valid("param").propertyId);
    return c.json(success(accountToWire(account, c.var.useCases.defaultCurrency)), 200);
  });
};
