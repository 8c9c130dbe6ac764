import { rightsOf } from "./access/rights.ts";
import { audited } from "./audit/audited.ts";
import { once } from "./once.ts";
import type { Pipeline } from "./pipeline.ts";
import { routeCommands } from "./route-commands.ts";
import { createAuditUseCases } from "./use-cases/audit.ts";
import { createConsistencyUseCases } from "./use-cases/consistency.ts";
import { createEventUseCases } from "./use-cases/events.ts";
import { createFailureUseCases } from "./use-cases/failures.ts";
import { createFixUseCases } from "./use-cases/fixes.ts";
import { createHistoryUseCases } from "./use-cases/history.ts";
import { createLedgerUseCases } from "./use-cases/ledger.ts";
import { createRealTimeUseCases } from "./use-cases/real-time.ts";
import { createRunUseCases } from "./use-cases/runs.ts";
import { createScheduleUseCases } from "./use-cases/schedules.ts";
import { createServiceUseCases } from "./use-cases/service.ts";
import type { UseCases } from "./use-cases.ts";

/** The one API behind both transports. */
export const createUseCases = (pipeline: Pipeline): UseCases => {
  const carriedOut = audited(
    {
      me: (caller) => Promise.resolve(rightsOf(caller)),
      ...createRealTimeUseCases(pipeline),
      ...createRunUseCases(pipeline),
      ...createLedgerUseCases(pipeline),
      ...createScheduleUseCases(pipeline),
      ...createServiceUseCases(pipeline),
      ...createEventUseCases(pipeline),
      ...createHistoryUseCases(pipeline),
      ...createFailureUseCases(pipeline),
      ...createConsistencyUseCases(pipeline, (caller) => useCases.startCheck(caller)),
      ...createFixUseCases(pipeline),
      ...createAuditUseCases(pipeline),
    },
    pipeline.ports,
  );
  const useCases: UseCases = once(routeCommands(carriedOut, pipeline), pipeline.ports);
  return useCases;
};
