import type { NumberedFinding } from "../../src/application/ports/check-store.ts";
import { createClusterTime } from "../../src/domain/cluster-time.ts";
import { type Check, newCheck } from "../../src/domain/consistency/check.ts";
import type { FixItem, FixPlan } from "../../src/domain/consistency/fix-plan.ts";
import { findingOf } from "../../src/domain/consistency/rules.ts";
import { encodeId, type Id, incomeRowId, manualRowId } from "../../src/domain/ids.ts";
import type { Account } from "../../src/domain/ledger/account.ts";
import type { CurrencyBalance } from "../../src/domain/ledger/balance.ts";
import type { LedgerRow } from "../../src/domain/ledger/row.ts";
import type { StatementRow } from "../../src/domain/ledger/statement-row.ts";
import { type Currency, currencyOf } from "../../src/domain/money/currency.ts";
import { minorOf } from "../../src/domain/money/money.ts";
import { newSchedule } from "../../src/domain/schedule/schedule.ts";
import type { SchedulePreview, ScheduleView } from "../../src/domain/schedule/schedule-view.ts";
import { documentKey } from "../../src/domain/sync/failure.ts";
import type { HealthReport } from "../../src/domain/sync/health-report.ts";
import { emptyCounts, type Run } from "../../src/domain/sync/run.ts";
import type { SyncStats, SyncStatus } from "../../src/domain/sync/sync-status.ts";

/** 2024-01-01T00:00:00Z: "now" in all samples. */
export const sampleNow = 1_704_067_200_000;
const asOf = createClusterTime(1_704_067_200, 3);

export const currency = (code: string): Currency => {
  const found = currencyOf(code);
  if (found === null) throw new Error(`no currency: ${code}`);
  return found;
};

export const propertyId: Id = encodeId({ kind: "objectId", hex: "64b7f1c2e4b0a1a2b3c4d5e6" });
const paymentId: Id = encodeId({ kind: "objectId", hex: "64b7f1c2e4b0a1a2b3c4d5e7" });

const balance = (incomeMinor: bigint, expensesMinor: bigint, rowCount: number): CurrencyBalance => ({
  incomeMinor,
  expensesMinor,
  balanceMinor: incomeMinor - expensesMinor,
  rowCount,
});

export const sampleAccount: Account = {
  propertyId,
  companyId: encodeId({ kind: "string", value: "acme" }),
  propertyName: "Acacia Court",
  propertyAddress: "12 Acacia Road, Harare",
  ownerId: encodeId({ kind: "number", value: 7 }),
  ownerKeys: [encodeId({ kind: "number", value: 7 })],
  ownerName: "Tendai Moyo",
  status: "active",
  balances: new Map([
    [currency("ZWL"), balance(5n, 0n, 1)],
    [currency("USD"), balance(120_000n, 15_001n, 2)],
    [currency("JPY"), balance(0n, 900n, 1)],
  ]),
  asOf,
  version: 4,
  createdAt: sampleNow - 1_000,
  updatedAt: sampleNow,
};

export const sampleRow: LedgerRow = {
  id: incomeRowId(paymentId),
  propertyId,
  companyId: null,
  type: "income",
  direction: 1,
  amountMinor: minorOf(28_333n),
  currency: currency("USD"),
  exponent: 2,
  occurredAt: sampleNow - 86_400_000,
  description: null,
  category: "rental_income",
  referenceNumber: "RCPT-1001",
  paymentMethod: "cash",
  recipientType: null,
  notes: null,
  processedBy: null,
  sourceId: paymentId,
  amountSource: "283.3305",
  status: "posted",
  origin: "sync",
  voidReason: null,
  voidedBy: null,
  asOf,
  journalSeq: 12n,
  postedAt: sampleNow - 500,
  updatedAt: sampleNow - 500,
};

export const sampleStatementRow: StatementRow = { ...sampleRow, runningBalanceMinor: 128_333n };

export const sampleManualRow: LedgerRow = {
  ...sampleRow,
  id: manualRowId("7c0a5c1f"),
  type: "repair",
  direction: -1,
  amountMinor: minorOf(15_000n),
  description: "Geyser element replaced",
  sourceId: null,
  amountSource: null,
  origin: "manual",
};

export const sampleRun: Run = {
  id: "run-1",
  kind: "full",
  trigger: "api",
  actor: "local",
  state: "running",
  projectionId: "projection",
  reading: 1,
  dryRun: false,
  confirmed: false,
  progress: { phase: "payments", after: paymentId, processed: 250, total: 1_000 },
  counts: { ...emptyCounts, read: 250, applied: 240, unchanged: 10 },
  drift: [documentKey("payments", paymentId)],
  orphansCounted: true,
  startedAt: sampleNow - 1_000,
  endedAt: null,
  createdAt: sampleNow - 1_000,
  error: null,
  resumedFrom: null,
  schedule: null,
};

export const finishedRun: Run = {
  ...sampleRun,
  state: "succeeded",
  progress: { phase: "done", after: null, processed: 1_000, total: 1_000 },
  counts: { ...emptyCounts, read: 1_000, applied: 995, failed: 5 },
  startedAt: sampleNow - 10_000,
  endedAt: sampleNow - 5_000,
};

export const sampleStatus: SyncStatus = {
  realTime: {
    isRunning: true,
    wanted: true,
    state: "live",
    mode: "change_stream",
    polling: null,
    lagMs: 12,
    lastSyncAt: sampleNow,
    position: asOf,
    error: null,
  },
  scheduled: {
    isRunning: true,
    isPaused: false,
    totalSchedules: 4,
    enabledSchedules: 3,
    nextRunAt: sampleNow + 7_200_000,
  },
  tally: { events: 500, applied: 400, unchanged: 50, coalesced: 30, notPosted: 17, failed: 3 },
  lastFullSync: finishedRun,
  lastSuccessfulFullSync: finishedRun,
  activeRun: null,
  openFailures: 5,
  breakers: { source: "closed", accounting: "closed" },
  commits: 42,
  driftCorrected: 0,
  oplog: { headroomS: 3_600, windowS: 3_600, behindS: 0 },
  unitShare: 1,
  verification: {
    verifiedAt: sampleNow - 180_000,
    matched: 12_481,
    total: 12_481,
    issueCount: 0,
    rowsChecked: 4_000,
    rowsTotal: 13_000,
    ratePerSecond: 500,
  },
  leader: { isLeader: true, epoch: 7n, instanceId: "one", observedAt: sampleNow },
};

const scheduleDefinition = {
  name: "daily_sync",
  kind: "full",
  cronExpression: "0 2 * * *",
  timezone: "Africa/Harare",
  description: "Every night",
  enabled: true,
} as const;

export const sampleSchedule: ScheduleView = {
  schedule: {
    ...newSchedule(scheduleDefinition, sampleNow - 1_000),
    revision: 7,
    runCount: 3,
    successCount: 2,
    successMs: 9_001,
    lastRunAt: sampleNow - 900,
    lastStatus: "failed",
    lastError: "The main database does not answer.",
  },
  nextRuns: [sampleNow, sampleNow + 86_400_000],
  humanReadable: "At 02:00",
};

export const samplePreview: SchedulePreview = {
  cronExpression: "0 2 * * *",
  timezone: "Europe/Berlin",
  humanReadable: "At 02:00",
  nextRuns: [sampleNow],
  notes: ["2024-03-31: clocks in Europe/Berlin go from 02:00 to 03:00; what is due at 02:00 runs at 03:00."],
};

export const sampleStats: SyncStats = {
  status: sampleStatus,
  lag: { p50: 6, p95: 14, p99: 31 },
  eventsPerSecond: 12.5,
  byCollection: { payments: 470, properties: 20, owners: 10 },
  collections: {
    payments: { lastChangeAt: sampleNow - 2_000, lagMs: 12 },
    properties: { lastChangeAt: sampleNow - 1_200_000, lagMs: 0 },
    owners: { lastChangeAt: null, lagMs: null },
  },
  rounding: [
    { currency: currency("KWD"), rows: 1, residualMicroMinor: -400_000n },
    { currency: currency("USD"), rows: 2, residualMicroMinor: 350_000n },
  ],
  noiseTaken: 3,
  errors: [{ at: sampleNow, code: "source_unavailable", message: "The main database does not answer." }],
};

export const sampleHealth: HealthReport = {
  health: { status: "healthy", reasons: [] },
  status: sampleStatus,
  checkedAt: sampleNow,
  check: null,
};

export const sampleCheck: Check = {
  ...newCheck("run-1", sampleNow - 10_000),
  state: "complete",
  endedAt: sampleNow - 5_000,
  asOf: { from: asOf, to: asOf },
  looked: { payments: 1_000, properties: 50, rows: 990, accounts: 50, journalLines: 990 },
  findings: 3,
  byRule: { possible_duplicate_payment: 2, amount_mismatch: 1 },
  criticalSince: sampleNow - 5_000,
};

export const sampleFinding: NumberedFinding = {
  ...findingOf("amount_mismatch", {
    collection: "transactions",
    key: sampleRow.id,
    propertyId,
    field: "amount",
    expected: "283.33 USD",
    found: "283.34 USD",
  }),
  number: 1,
};

export const sampleFixPlan: FixPlan = {
  id: "plan-1",
  checkId: "run-1",
  actor: "local",
  createdAt: sampleNow,
  planHash: "h1",
  items: 2,
  accounts: 1,
  byFix: { recompute: 1, amend: 1 },
  confirmation: null,
  isTruncated: false,
  appliedBy: null,
};

export const sampleFixItem: FixItem = {
  number: 1,
  fix: "amend",
  target: { kind: "payment", id: paymentId },
  propertyId,
  changes: [{ rule: "amount_mismatch", key: sampleRow.id, field: "amount", before: "283.34 USD", after: "283.33 USD" }],
};
