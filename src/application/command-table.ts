import type { Caller } from "./caller.ts";
import type { UseCases } from "./use-cases.ts";

/** Every use case that is somebody's order: its first argument says whose. */
export type CommandName = {
  [Name in keyof UseCases]: UseCases[Name] extends (...args: infer Args) => Promise<unknown>
    ? Args extends readonly [Caller, ...unknown[]]
      ? Name
      : never
    : never;
}[keyof UseCases];

/**
 * Who carries an order out: `leader` = the instance that leads, asked by way of `sync_commands` when it is another one;
 * `anyone` = the instance that was asked. A leader killed in the middle leaves the order to the next one, which carries it out
 * again: each one below says why that does no harm.
 */
export const carriedOutBy: Readonly<Record<CommandName, "leader" | "anyone">> = {
  // A wish that is set twice is the same wish.
  startRealTime: "leader",
  stopRealTime: "leader",
  // The run has the order's id: a second time finds it.
  startFullSync: "leader",
  // A run that the order has cancelled already is what it asked for.
  cancelRun: "leader",
  // The row's id follows from caller and Idempotency-Key: a second time finds it.
  enterTransaction: "leader",
  // The same reversal of the same row by the same caller answers the same.
  reverseTransaction: "leader",
  // The run has the order's id: a second time finds it.
  triggerSchedule: "leader",
  // The run has the order's id: a second time finds it.
  startCheck: "leader",
  // A dry run: a second plan beside the first does no harm.
  makeFixPlan: "leader",
  // The run has the order's id: a second time finds it.
  applyFixPlan: "leader",
  // Reports are stored; the check that may have to run first is asked for by `startCheck`.
  consistency: "anyone",
  // No order: it tells the caller about themselves.
  me: "anyone",
  // Schedules are stored, not carried out: the leader reads them before each tick.
  createSchedule: "anyone",
  changeSchedule: "anyone",
  deleteSchedule: "anyone",
  resumeSchedules: "anyone",
  pauseSchedules: "anyone",
  // Looking at a document once more is always harmless.
  retryFailure: "leader",
  // The run has the order's id: a second time finds it.
  retryFailures: "leader",
  // The same dismissal by the same caller answers the same.
  dismissFailure: "leader",
};

// Safe: `Object.keys` of a record of just these keys.
const allNames = Object.keys(carriedOutBy) as readonly CommandName[];

export const leaderCommands: readonly CommandName[] = allNames.filter((name) => carriedOutBy[name] === "leader");
