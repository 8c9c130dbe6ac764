import type { ProjectionRules } from "../domain/projection/projection.ts";
import type { AccountingSink } from "./ports/accounting-sink.ts";
import type { AuditTrail } from "./ports/audit-trail.ts";
import type { Breakers } from "./ports/breakers.ts";
import type { ChangeFeed } from "./ports/change-feed.ts";
import type { CheckStore } from "./ports/check-store.ts";
import type { Clock } from "./ports/clock.ts";
import type { CommandStore } from "./ports/command-store.ts";
import type { EventLog } from "./ports/event-log.ts";
import type { FixPlanStore } from "./ports/fix-plan-store.ts";
import type { HistoryStore } from "./ports/history-store.ts";
import type { IdempotencyStore } from "./ports/idempotency-store.ts";
import type { Lease } from "./ports/lease.ts";
import type { LedgerReader } from "./ports/ledger-reader.ts";
import type { LedgerScanner } from "./ports/ledger-scanner.ts";
import type { Log } from "./ports/log.ts";
import type { MetricsText } from "./ports/metrics-text.ts";
import type { Oplog } from "./ports/oplog.ts";
import type { RunStore } from "./ports/run-store.ts";
import type { ScheduleStore } from "./ports/schedule-store.ts";
import type { Scheduler } from "./ports/scheduler.ts";
import type { ServiceData } from "./ports/service-data.ts";
import type { SourceReader } from "./ports/source-reader.ts";

/** One source and one accounting target, with everything between them. A second target is a second pipeline. */
export type PipelinePorts = {
  readonly source: SourceReader;
  readonly feed: ChangeFeed;
  readonly sink: AccountingSink;
  readonly ledger: LedgerReader;
  readonly scanner: LedgerScanner;
  readonly checks: CheckStore;
  readonly fixPlans: FixPlanStore;
  readonly runs: RunStore;
  readonly schedules: ScheduleStore;
  readonly scheduler: Scheduler;
  readonly lease: Lease;
  readonly commands: CommandStore;
  readonly audit: AuditTrail;
  readonly keys: IdempotencyStore;
  readonly serviceData: ServiceData;
  readonly events: EventLog;
  readonly history: HistoryStore;
  readonly breakers: Breakers;
  readonly oplog: Oplog;
  readonly metricsText: MetricsText;
  readonly clock: Clock;
  readonly log: Log;
  /** A number in [0, 1), for jitter. */
  readonly random: () => number;
  /** Unique ids of units and runs. */
  readonly newToken: () => string;
  /** SHA-256 of a text, hex. */
  readonly hash: (text: string) => string;
};

export type PipelineOptions = {
  readonly instanceId: string;
  readonly rules: ProjectionRules;
  /** Names the projection: another one means that the ledger is projected anew. */
  readonly projectionId: string;
  /** False = real-time sync is forbidden by configuration. */
  readonly realTimeEnabled: boolean;
  /** False = nothing may write at all. */
  readonly syncEnabled: boolean;
  readonly maxRowsPerSecond: number;
  /** Of a consistency check; 0 = as fast as it goes. */
  readonly checkMaxRowsPerSecond: number;
  /** Of the verification that never ends; 0 = there is none. */
  readonly verifyRowsPerSecond: number;
  /** Before its first round, and between two. Absent: ten minutes. Unit: ms. */
  readonly verifyPauseMs?: number;
  /** Whether a scheduled check may mend what it proves, within the limits. */
  readonly scheduledFixes: "off" | "safe";
  /** Share of the stream's documents that may fail before real time pauses. Absent: 1. */
  readonly massFailurePercent?: number;
  /** False = schedules never fire, whatever the operator says. */
  readonly scheduledEnabled: boolean;
  /** Where a schedule names no zone. */
  readonly scheduleTimezone: string;
};
