import { auditLineToWire, auditQuerySchema } from "../../contract/audit.ts";
import { pageInput, pageOf } from "../page.ts";
import { procedure } from "../procedure.ts";

export const auditProcedures = {
  audit: procedure
    .input(auditQuerySchema.extend(pageInput).optional())
    .query(({ ctx, input: { actor = null, action = null, from = null, to = null, ...input } = {} }) =>
      pageOf(input, (page) => ctx.useCases.audit({ actor, action, from, to }, page), auditLineToWire),
    ),
};
