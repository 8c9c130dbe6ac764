import { z } from "zod";
import { accountStatusSchema } from "./account.ts";
import { idSchema } from "./id.ts";
import { pageQueryShape } from "./page-query.ts";
import { textSchema } from "./text.ts";

const searchLengthMax = 100;

/** Which accounts a list shows; `search` is part of the property's or the owner's name. */
export const accountQuerySchema = z.strictObject({
  search: textSchema(searchLengthMax).optional(),
  status: accountStatusSchema.optional(),
  ownerId: idSchema.optional(),
  companyId: idSchema.optional(),
  ...pageQueryShape,
});
