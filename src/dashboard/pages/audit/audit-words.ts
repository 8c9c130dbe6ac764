import type { WireAuditLine } from "../../../contract/audit.ts";

/** What somebody asked for, by its name in the trail. */
export const actionWords: Readonly<Record<string, string>> = {
  startRealTime: "Start real-time sync",
  stopRealTime: "Stop real-time sync",
  startFullSync: "Full sync",
  cancelRun: "Cancel a run",
  enterTransaction: "Enter a transaction",
  reverseTransaction: "Reverse a transaction",
  retryFailure: "Retry a failure",
  retryFailures: "Retry failures",
  dismissFailure: "Dismiss a failure",
  startCheck: "Check consistency",
  makeFixPlan: "Make a fix plan",
  applyFixPlan: "Apply a fix plan",
  fixRun: "Carry out a fix plan",
  createSchedule: "Create a schedule",
  changeSchedule: "Change a schedule",
  deleteSchedule: "Delete a schedule",
  triggerSchedule: "Run a schedule now",
  pauseSchedules: "Pause all schedules",
  resumeSchedules: "Resume all schedules",
};

/** Another release may know more acts than this one. */
export const actionText = (action: string): string => actionWords[action] ?? action;

type Outcome = WireAuditLine["outcome"];

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  intended: "Begun",
  succeeded: "Done",
  refused: "Refused",
  failed: "Failed",
};

export const outcomeMeanings: Readonly<Record<Outcome, string>> = {
  intended: "Written before the act, so that a crash in the middle would show; what became of it is a line of its own.",
  succeeded: "It was carried out.",
  refused: "Nothing was done.",
  failed: "It went wrong, and may be done in part.",
};
