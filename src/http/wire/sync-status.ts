import type { UseCases } from "../../application/use-cases.ts";

/** What the use cases answer, by name: a transport sees `UseCases` and nothing behind it. */
export type SyncStatus = Awaited<ReturnType<UseCases["status"]>>;
export type SyncStats = Awaited<ReturnType<UseCases["stats"]>>;
export type ScheduleView = Awaited<ReturnType<UseCases["schedule"]>>;
export type SchedulePreview = ReturnType<UseCases["previewSchedule"]>;
export type HealthReport = Awaited<ReturnType<UseCases["health"]>>;
