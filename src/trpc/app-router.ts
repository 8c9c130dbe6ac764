import type { TRPCBuiltRouter, TRPCDecorateCreateRouterOptions } from "@trpc/server";
import type { ErrorShape } from "./error-shape.ts";
import { auditProcedures } from "./procedures/audit.ts";
import { consistencyProcedures } from "./procedures/consistency.ts";
import { eventProcedures } from "./procedures/events.ts";
import { failureProcedures } from "./procedures/failures.ts";
import { fixProcedures } from "./procedures/fixes.ts";
import { ledgerProcedures } from "./procedures/ledger.ts";
import { realTimeProcedures } from "./procedures/real-time.ts";
import { runProcedures } from "./procedures/runs.ts";
import { scheduleProcedures } from "./procedures/schedules.ts";
import { serviceProcedures } from "./procedures/service.ts";

/** One procedure per use case, under its name. */
export const procedures = {
  ...serviceProcedures,
  ...realTimeProcedures,
  ...runProcedures,
  ...ledgerProcedures,
  ...failureProcedures,
  ...consistencyProcedures,
  ...fixProcedures,
  ...scheduleProcedures,
  ...auditProcedures,
  ...eventProcedures,
};

/** All that a typed client knows of the service: no type from behind the procedures is part of it. */
export type AppRouter = TRPCBuiltRouter<
  { ctx: object; meta: object; errorShape: ErrorShape; transformer: false },
  TRPCDecorateCreateRouterOptions<typeof procedures>
>;
