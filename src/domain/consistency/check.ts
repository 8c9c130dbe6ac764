import type { ClusterTime } from "../cluster-time.ts";
import type { Id } from "../ids.ts";
import type { RunPhase } from "../sync/run.ts";
import type { Finding, FindingRule, FindingSeverity } from "./finding.ts";
import { rules } from "./rules.ts";

/** What a check has looked at so far. */
export type CheckLooked = {
  readonly payments: number;
  readonly properties: number;
  readonly rows: number;
  readonly accounts: number;
  readonly journalLines: number;
};

export const lookedAtNothing: CheckLooked = { payments: 0, properties: 0, rows: 0, accounts: 0, journalLines: 0 };

/** What a check goes through, in order. */
export const checkPhases = [
  "properties",
  "payments",
  "rows",
  "totals",
  "journal",
] as const satisfies readonly RunPhase[];

export type CheckPhase = (typeof checkPhases)[number];

/** How far a check has come, so that whoever leads next goes on there. */
export type CheckPlace = {
  readonly phase: CheckPhase;
  /** Behind this id (row id among `rows`) nothing of the phase has been looked at; null = nothing yet. */
  readonly after: string | null;
  /** Where the rows beside the payments have been read up to. */
  readonly rowsAfter: string | null;
  /** Behind which payments the newest pages began, oldest first: possible duplicates lie close together. */
  readonly pageStarts: readonly (Id | null)[];
};

export const beginningOf = (phase: CheckPhase): CheckPlace => ({ phase, after: null, rowsAfter: null, pageStarts: [] });

export type RuleCounts = Readonly<Partial<Record<FindingRule, number>>>;

/** The report of one consistency check; its findings are kept beside it, one document each. */
export type Check = {
  /** Its run's own; a round of the continuous verification has no run. */
  readonly id: string;
  readonly isContinuous: boolean;
  readonly projectionId: string;
  /** `incomplete`: it was cancelled or has failed, so that it says nothing about what it did not reach. */
  readonly state: "running" | "complete" | "incomplete";
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** The source's cluster times of its first and last reading; null before the first. */
  readonly asOf: { readonly from: ClusterTime; readonly to: ClusterTime } | null;
  readonly looked: CheckLooked;
  /** Payments of the source that are in the ledger as they must be; the others of `looked.payments` are not, or kept changing. */
  readonly matchedPayments: number;
  /** Properties and payments of the source, as counted when it began; null until then. */
  readonly total: number | null;
  /** Null once it is over, and before its first step. */
  readonly place: CheckPlace | null;
  /** When its place was last written down. */
  readonly savedAt: number;
  readonly findings: number;
  readonly byRule: RuleCounts;
  /** Documents that changed each time they were looked at. */
  readonly unsettled: number;
  /** False: real time did not run, so that changes under way could not be told from differences. */
  readonly followsStream: boolean;
  /** More was found than is stored; the numbers count everything. */
  readonly isTruncated: boolean;
  /** When critical differences were first seen, by this check or those in a row before it; null = there are none. */
  readonly criticalSince: number | null;
};

export type CheckNature = Pick<Check, "isContinuous" | "projectionId">;

const asked: CheckNature = { isContinuous: false, projectionId: "" };

export const newCheck = (id: string, startedAt: number, { isContinuous, projectionId } = asked): Check => ({
  id,
  isContinuous,
  projectionId,
  state: "running",
  startedAt,
  endedAt: null,
  asOf: null,
  looked: lookedAtNothing,
  matchedPayments: 0,
  total: null,
  place: null,
  savedAt: startedAt,
  findings: 0,
  byRule: {},
  unsettled: 0,
  followsStream: true,
  isTruncated: false,
  criticalSince: null,
});

/** What was seen longer ago than this says too little of the present to go on with. Unit: ms. */
export const resumableMs = 24 * 60 * 60_000;

/** Whether a check that was broken off can be gone on with: for the same projection, and before what it saw has grown old. */
export const isResumable = ({ state, place, projectionId, savedAt }: Check, now: number, projection: string): boolean =>
  state === "running" && place !== null && projectionId === projection && now - savedAt <= resumableMs;

/** The numbers of a check's rules, worst first. */
export type RuleSummary = {
  readonly rule: FindingRule;
  readonly count: number;
  readonly severity: FindingSeverity;
  readonly description: string;
  readonly breaksConsistency: boolean;
};

const ranks: Readonly<Record<FindingSeverity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

export const summaryOf = ({ byRule }: Check): readonly RuleSummary[] =>
  namesOf(byRule)
    .map((rule) => {
      const { severity, description, breaksConsistency } = rules[rule];
      return { rule, count: byRule[rule] ?? 0, severity, description, breaksConsistency };
    })
    .sort((a, b) => ranks[a.severity] - ranks[b.severity] || b.count - a.count);

/** The ledger is what it must be: nothing was found that says otherwise, and everything was looked at. */
export const isConsistent = (check: Check): boolean =>
  check.state === "complete" && summaryOf(check).every(({ breaksConsistency }) => !breaksConsistency);

export const criticalCountOf = (check: Check): number =>
  summaryOf(check).reduce((sum, { severity, count }) => sum + (severity === "critical" ? count : 0), 0);

export const countFinding = (byRule: RuleCounts, { rule }: Finding): RuleCounts => ({
  ...byRule,
  [rule]: (byRule[rule] ?? 0) + 1,
});

// Safe: the keys are the rules that were counted.
const namesOf = (byRule: RuleCounts): readonly FindingRule[] => Object.keys(byRule) as FindingRule[];
