import { rightsOf } from "../../src/application/access/rights.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import { groupFailures } from "../../src/domain/sync/failure-group.ts";
import { sampleAuditLine } from "./audit-samples.ts";
import { sampleEvents, sampleHistory } from "./event-samples.ts";
import { dismissedSample, sampleExplanation, sampleFailure } from "./failure-samples.ts";
import {
  currency,
  sampleAccount,
  sampleCheck,
  sampleFinding,
  sampleFixItem,
  sampleFixPlan,
  sampleHealth,
  sampleManualRow,
  samplePreview,
  sampleRow,
  sampleRun,
  sampleSchedule,
  sampleStatementRow,
  sampleStats,
  sampleStatus,
} from "./http-samples.ts";

/** Use cases that answer samples; a test replaces those it is about. */
export const fakeUseCases = (replaced: Partial<UseCases> = {}): UseCases => ({
  me: async () => rightsOf({ actor: "local", roles: ["admin"], companyId: null }),
  startRealTime: async () => sampleStatus.realTime,
  stopRealTime: async () => ({ ...sampleStatus.realTime, isRunning: false, wanted: false, state: "stopped" }),
  startFullSync: async () => sampleRun,
  waitForRun: async () => sampleRun,
  cancelRun: async () => ({ ...sampleRun, state: "cancelled" }),
  run: async () => sampleRun,
  runs: async () => ({ items: [sampleRun], next: null }),
  schedules: async () => [sampleSchedule],
  schedule: async () => sampleSchedule,
  createSchedule: async () => sampleSchedule,
  changeSchedule: async () => sampleSchedule,
  deleteSchedule: async () => undefined,
  triggerSchedule: async () => sampleRun,
  previewSchedule: () => samplePreview,
  resumeSchedules: async () => sampleStatus.scheduled,
  pauseSchedules: async () => ({ ...sampleStatus.scheduled, isRunning: false, isPaused: true, nextRunAt: null }),
  status: async () => sampleStatus,
  stats: async () => sampleStats,
  health: async () => sampleHealth,
  history: async () => sampleHistory,
  metrics: async () => "# HELP ledgersync_leader 1 on the instance that leads.\n",
  ready: async () => ({ source: true, accounting: true }),
  account: async () => sampleAccount,
  accounts: async () => ({ items: [sampleAccount], next: null }),
  transactions: async () => ({ items: [sampleStatementRow], next: null }),
  exportTransactions: async () => ({ items: [sampleRow], next: null }),
  enterTransaction: async () => ({ row: sampleManualRow, replayed: false }),
  reverseTransaction: async () => ({
    row: { ...sampleManualRow, status: "void", voidReason: "typo", voidedBy: "local" },
    replayed: false,
  }),
  failures: async () => ({ items: [sampleFailure], next: null }),
  failureGroups: async () => groupFailures([sampleFailure]),
  failure: async () => sampleFailure,
  retryFailure: async () => ({ ...sampleFailure, attempts: 4 }),
  retryFailures: async () => ({ ...sampleRun, kind: "retry" }),
  dismissFailure: async (_caller, _key, reason) => dismissedSample(reason),
  explain: async () => sampleExplanation,
  consistency: async () => ({ kind: "report", check: sampleCheck }),
  startCheck: async () => ({ ...sampleRun, kind: "consistency" }),
  check: async () => sampleCheck,
  findings: async () => ({ items: [sampleFinding], next: null }),
  makeFixPlan: async () => sampleFixPlan,
  fixPlan: async () => sampleFixPlan,
  fixItems: async () => ({ items: [sampleFixItem], next: null }),
  applyFixPlan: async () => ({ ...sampleRun, kind: "fix" }),
  audit: async () => ({ items: [sampleAuditLine], next: null }),
  events: async function* () {
    yield* sampleEvents;
  },
  defaultCurrency: currency("USD"),
  ...replaced,
});

/** A use case that cannot be carried out. */
export const failing = (error: unknown) => (): Promise<never> => Promise.reject(error);
