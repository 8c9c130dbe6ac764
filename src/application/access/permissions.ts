import type { Permission } from "../../domain/access/role.ts";
import type { UseCases } from "../use-cases.ts";

/** The use cases that somebody asks for; the rest of `UseCases` are plain values. */
export type UseCaseName = {
  [Name in keyof UseCases]: UseCases[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof UseCases];

/** What each use case needs, whatever is asked for or by what is. Total by its type: one without an entry does not compile. */
type Permissions = {
  readonly [Name in UseCaseName]: Permission | ((...args: Parameters<UseCases[Name]>) => Permission);
};

const permissions: Permissions = {
  me: "read",
  startRealTime: "operate",
  stopRealTime: "operate",
  startFullSync: "operate",
  waitForRun: "read",
  cancelRun: "operate",
  run: "read",
  runs: "read",
  status: "read",
  stats: "read",
  health: "read",
  ready: "read",
  account: "read",
  accounts: "read",
  transactions: "read",
  exportTransactions: "export",
  enterTransaction: "enter",
  reverseTransaction: "enter",
  failures: "read",
  failureGroups: "read",
  failure: "read",
  explain: "read",
  retryFailure: "operate",
  retryFailures: "operate",
  dismissFailure: "administer",
  schedules: "read",
  schedule: "read",
  previewSchedule: "read",
  createSchedule: "operate",
  changeSchedule: "operate",
  deleteSchedule: "operate",
  triggerSchedule: "operate",
  resumeSchedules: "operate",
  pauseSchedules: "operate",
  consistency: (_caller, { fresh }) => (fresh ? "operate" : "read"),
  check: "read",
  findings: "read",
  startCheck: "operate",
  makeFixPlan: "operate",
  fixPlan: "read",
  fixItems: "read",
  applyFixPlan: "administer",
  metrics: "read",
  audit: "read",
  events: "read",
  history: "read",
};

// Safe: the keys of a type that has no others.
export const useCaseNames: ReadonlySet<UseCaseName> = new Set(Object.keys(permissions) as UseCaseName[]);

/** What suffices for some request. Those that ask for more by what is asked all begin with reading. */
export const leastPermissionOf = (name: UseCaseName): Permission => {
  const needed = permissions[name];
  return typeof needed === "string" ? needed : "read";
};

/** `args` are those of this use case. */
export const permissionOf = (name: UseCaseName, args: readonly never[]): Permission => {
  const needed = permissions[name];
  // Safe: the arguments of the use case whose permission it is.
  return typeof needed === "string" ? needed : (needed as (...args: readonly never[]) => Permission)(...args);
};
