import { router } from "./procedure.ts";
import { consistencyProcedures } from "./procedures/consistency.ts";
import { failureProcedures } from "./procedures/failures.ts";
import { fixProcedures } from "./procedures/fixes.ts";
import { ledgerProcedures } from "./procedures/ledger.ts";
import { realTimeProcedures } from "./procedures/real-time.ts";
import { runProcedures } from "./procedures/runs.ts";
import { scheduleProcedures } from "./procedures/schedules.ts";
import { serviceProcedures } from "./procedures/service.ts";

/** One procedure per use case, under its name. */
export const appRouter = router({
  ...serviceProcedures,
  ...realTimeProcedures,
  ...runProcedures,
  ...ledgerProcedures,
  ...failureProcedures,
  ...consistencyProcedures,
  ...fixProcedures,
  ...scheduleProcedures,
});

/** All that a typed client knows of the service. */
export type AppRouter = typeof appRouter;
