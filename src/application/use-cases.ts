import type { AccessUseCases } from "./use-cases/access.ts";
import type { AuditUseCases } from "./use-cases/audit.ts";
import type { ConsistencyUseCases } from "./use-cases/consistency.ts";
import type { EventUseCases } from "./use-cases/events.ts";
import type { FailureUseCases } from "./use-cases/failures.ts";
import type { FixUseCases } from "./use-cases/fixes.ts";
import type { HistoryUseCases } from "./use-cases/history.ts";
import type { LedgerUseCases } from "./use-cases/ledger.ts";
import type { RealTimeUseCases } from "./use-cases/real-time.ts";
import type { RunUseCases } from "./use-cases/runs.ts";
import type { ScheduleUseCases } from "./use-cases/schedules.ts";
import type { ServiceUseCases } from "./use-cases/service.ts";

export type { Identity } from "../domain/access/identity.ts";
export type { Caller } from "./caller.ts";

/** Everything the service can do. Both transports call this and nothing else; every refusal is an `AppError`. */
export type UseCases = AccessUseCases &
  RealTimeUseCases &
  RunUseCases &
  LedgerUseCases &
  FailureUseCases &
  ScheduleUseCases &
  ServiceUseCases &
  EventUseCases &
  HistoryUseCases &
  ConsistencyUseCases &
  FixUseCases &
  AuditUseCases;
