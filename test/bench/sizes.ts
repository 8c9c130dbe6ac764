/** How much of everything. Counts are documents unless the name says otherwise. */
export type Sizes = {
  /** Rows of one round of baseline F. */
  readonly upsertRows: number;
  /** Transactions of one round of baseline L. */
  readonly transactions: number;
  /** Changes of one round of baseline E. */
  readonly embeddedChanges: number;
  readonly backlogPayments: number;
  readonly mixedChanges: number;
  readonly fullSyncPayments: number;
  readonly unchangedRuns: number;
  readonly checkRuns: number;
  /** Rows tampered with; each of the portfolio's accounts is off by that, which is one fix more. */
  readonly tamperedRows: number;
  /** Of one stretch with a check, and of one without. */
  readonly besideCheckSeconds: number;
  readonly idleSeconds: number;
  readonly latencyLedgerPayments: number;
  readonly calmSeconds: number;
  readonly busySeconds: number;
  readonly largeAccountRows: number;
  readonly largeAccountChanges: number;
  readonly busyAccountChanges: number;
  readonly memoryPayments: number;
  /** Of each kind. */
  readonly mutations: number;
  /** Of each stretch in which clients ask. */
  readonly statusSeconds: number;
};

export const fullSizes: Sizes = {
  upsertRows: 100_000,
  transactions: 400,
  embeddedChanges: 60,
  backlogPayments: 100_000,
  mixedChanges: 50_000,
  fullSyncPayments: 200_000,
  unchangedRuns: 3,
  checkRuns: 3,
  tamperedRows: 9_000,
  besideCheckSeconds: 8,
  idleSeconds: 20,
  latencyLedgerPayments: 20_000,
  calmSeconds: 30,
  busySeconds: 20,
  largeAccountRows: 50_000,
  largeAccountChanges: 150,
  busyAccountChanges: 20_000,
  memoryPayments: 1_000_000,
  mutations: 1_000,
  statusSeconds: 10,
};

/** A tenth, where a tenth still means something. */
export const quickSizes: Sizes = {
  upsertRows: 10_000,
  transactions: 100,
  embeddedChanges: 15,
  backlogPayments: 10_000,
  mixedChanges: 5_000,
  fullSyncPayments: 20_000,
  unchangedRuns: 1,
  checkRuns: 1,
  tamperedRows: 2_000,
  besideCheckSeconds: 3,
  idleSeconds: 10,
  latencyLedgerPayments: 2_000,
  calmSeconds: 4,
  busySeconds: 3,
  largeAccountRows: 5_000,
  largeAccountChanges: 40,
  busyAccountChanges: 2_000,
  memoryPayments: 100_000,
  mutations: 200,
  statusSeconds: 3,
};

/** The portfolio everything is spread over. */
export const propertyCount = 1_000;
export const ownerCount = 200;

/** Rows in the account that baseline E and the measure beside it work on. */
export const embeddedAccountRows = 5_000;

/** Payments stored per command. */
export const loadBatch = 1_000;
