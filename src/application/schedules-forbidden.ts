import { AppError } from "./errors.ts";

/** The variable that forbids schedules; null = none does. */
export const schedulesForbiddenBy = (options: {
  readonly syncEnabled: boolean;
  readonly scheduledEnabled: boolean;
}): string | null => {
  if (!options.syncEnabled) return "SYNC_ENABLED";
  return options.scheduledEnabled ? null : "SCHEDULED_SYNC_ENABLED";
};

export const schedulesDisabled = (variable: string): AppError =>
  new AppError("disabled", `Schedules are switched off by ${variable}=false.`);
