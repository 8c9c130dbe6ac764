import { AppError } from "./errors.ts";

export type SchedulesGate = { readonly syncEnabled: boolean; readonly scheduledEnabled: boolean };

/** The variable that forbids schedules; null = none does. */
export const schedulesForbiddenBy = (options: SchedulesGate): string | null => {
  if (!options.syncEnabled) return "SYNC_ENABLED";
  return options.scheduledEnabled ? null : "SCHEDULED_SYNC_ENABLED";
};

export const schedulesDisabled = (variable: string): AppError =>
  new AppError("disabled", `Schedules are switched off by ${variable}=false.`);
