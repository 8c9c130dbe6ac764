import { z } from "zod";
import { accountQuerySchema } from "../../contract/account-query.ts";
import { accountToWire } from "../../contract/account-to-wire.ts";
import { entryOf, entryRequestSchema } from "../../contract/entry-request.ts";
import { idSchema, rowIdSchema } from "../../contract/id.ts";
import { idempotencyKeySchema } from "../../contract/idempotency-key.ts";
import { reversalRequestSchema } from "../../contract/reversal-request.ts";
import { statementRowToWire } from "../../contract/statement-row-to-wire.ts";
import { transactionFilterOf, transactionQuerySchema } from "../../contract/transaction-query.ts";
import { transactionToWire } from "../../contract/transaction-to-wire.ts";
import { keyedCaller } from "../keyed.ts";
import { pageInput, pageOf } from "../page.ts";
import { keyedProcedure, procedure } from "../procedure.ts";

const oneAccount = z.strictObject({ propertyId: idSchema });
const entryInput = entryRequestSchema.safeExtend({ propertyId: idSchema, idempotencyKey: idempotencyKeySchema });
const reversalInput = reversalRequestSchema.extend({
  propertyId: idSchema,
  id: rowIdSchema,
  idempotencyKey: idempotencyKeySchema,
});

export const ledgerProcedures = {
  account: procedure.input(oneAccount).query(async ({ ctx, input }) => {
    const { useCases } = ctx;
    return accountToWire(await useCases.account(input.propertyId), useCases.defaultCurrency);
  }),
  accounts: procedure.input(accountQuerySchema.extend(pageInput).optional()).query(({ ctx, input = {} }) => {
    const { useCases } = ctx;
    const { search = null, status = null, ownerId = null, companyId = null } = input;
    return pageOf(
      input,
      (page) => useCases.accounts({ search, status, ownerId, companyId }, page),
      (account) => accountToWire(account, useCases.defaultCurrency),
    );
  }),
  transactions: procedure
    .input(transactionQuerySchema.extend({ ...pageInput, propertyId: idSchema }))
    .query(({ ctx, input }) =>
      pageOf(
        input,
        (page) => ctx.useCases.transactions(input.propertyId, transactionFilterOf(input), page),
        statementRowToWire,
      ),
    ),
  enterTransaction: keyedProcedure.input(entryInput).mutation(async ({ ctx, input }) => {
    const { propertyId, idempotencyKey } = input;
    const entry = { ...entryOf(input), propertyId, idempotencyKey };
    const { row } = await ctx.useCases.enterTransaction(ctx.caller, entry);
    return transactionToWire(row);
  }),
  reverseTransaction: keyedProcedure.input(reversalInput).mutation(async ({ ctx, input }) => {
    const { propertyId, id: rowId, reason } = input;
    const { row } = await ctx.useCases.reverseTransaction(keyedCaller(ctx, input), { propertyId, rowId, reason });
    return transactionToWire(row);
  }),
};
