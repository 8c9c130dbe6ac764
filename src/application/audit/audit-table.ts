import { failureFacts } from "../../domain/audit/audit-facts.ts";
import type { AuditFacts, AuditSubject } from "../../domain/audit/audit-line.ts";
import type { ScheduleView } from "../../domain/schedule/schedule-view.ts";
import type { Run } from "../../domain/sync/run.ts";
import type { Caller } from "../caller.ts";
import type { CommandName } from "../command-table.ts";
import type { UseCases } from "../use-cases.ts";

/** The arguments behind the caller. */
type Asked<Name extends CommandName> =
  Parameters<UseCases[Name]> extends readonly [Caller, ...infer Rest] ? Rest : never;

/** How the trail tells of one kind of act. */
export type AuditRule<Name extends CommandName> = {
  readonly subject: (...asked: Asked<Name>) => AuditSubject;
  /**
   * `around`: an intention before and the outcome after, so that a crash between them shows. `in_commit`: one line in the
   * ledger's own transaction; only what is not carried out has a line beside it.
   */
  readonly line: "around" | "in_commit";
  readonly before?: (useCases: UseCases, ...asked: Asked<Name>) => Promise<AuditFacts>;
  readonly after?: (result: Awaited<ReturnType<UseCases[Name]>>) => AuditFacts;
};

/** Total by its type: a use case that is somebody's order, and of which nothing would be kept, does not compile. */
type AuditTable = {
  /** `by_another`: it changes nothing but by another use case, which has its own lines. `no_order`: it only answers. */
  readonly [Name in CommandName]: AuditRule<Name> | "by_another" | "no_order";
};

const runFacts = ({ id, kind, state, dryRun }: Run): AuditFacts => ({ runId: id, kind, state, dryRun });

const scheduleFacts = ({ schedule }: ScheduleView): AuditFacts => {
  const { name, kind, cronExpression, timezone, description, enabled } = schedule;
  return { name, kind, cronExpression, timezone, description, enabled };
};

const ofNothing = (): AuditSubject => ({});

const realTimeRule = {
  line: "around",
  subject: ofNothing,
  before: async ({ status }: UseCases) => realTimeFacts((await status()).realTime),
  after: ({ wanted, state }: Awaited<ReturnType<UseCases["status"]>>["realTime"]) => realTimeFacts({ wanted, state }),
} as const;

const realTimeFacts = ({ wanted, state }: { readonly wanted: boolean; readonly state: string }): AuditFacts => ({
  wanted,
  state,
});

const allSchedulesRule = {
  line: "around",
  subject: ofNothing,
  before: async ({ status }: UseCases) => ({ isPaused: (await status()).scheduled.isPaused }),
  after: ({ isPaused }: { readonly isPaused: boolean }) => ({ isPaused }),
} as const;

export const auditTable: AuditTable = {
  me: "no_order",
  startRealTime: realTimeRule,
  stopRealTime: realTimeRule,
  startFullSync: {
    line: "around",
    subject: ({ confirm }): AuditSubject => (confirm === null ? {} : { confirmedRunId: confirm }),
    after: runFacts,
  },
  cancelRun: {
    line: "around",
    subject: (runId) => ({ runId }),
    before: async ({ run }, runId) => runFacts(await run(runId)),
    after: runFacts,
  },
  enterTransaction: { line: "in_commit", subject: ({ propertyId }) => ({ propertyId }) },
  reverseTransaction: { line: "in_commit", subject: ({ propertyId, rowId }) => ({ propertyId, rowId }) },
  triggerSchedule: { line: "around", subject: (schedule) => ({ schedule }), after: runFacts },
  startCheck: { line: "around", subject: ofNothing, after: runFacts },
  makeFixPlan: {
    line: "around",
    subject: (checkId) => ({ checkId }),
    after: ({ id, planHash, items }) => ({ planId: id, planHash, items }),
  },
  applyFixPlan: {
    line: "around",
    subject: ({ planId, planHash }) => ({ planId, planHash }),
    after: runFacts,
  },
  consistency: "by_another",
  createSchedule: { line: "around", subject: ({ name }) => ({ schedule: name }), after: scheduleFacts },
  changeSchedule: {
    line: "around",
    subject: ({ name }) => ({ schedule: name }),
    before: async ({ schedule }, { name }) => scheduleFacts(await schedule(name)),
    after: scheduleFacts,
  },
  deleteSchedule: {
    line: "around",
    subject: ({ name }) => ({ schedule: name }),
    before: async ({ schedule }, { name }) => scheduleFacts(await schedule(name)),
  },
  resumeSchedules: allSchedulesRule,
  pauseSchedules: allSchedulesRule,
  retryFailure: {
    line: "around",
    subject: (failure) => ({ failure }),
    before: async ({ failure }, key) => failureFacts(await failure(key)),
    after: failureFacts,
  },
  retryFailures: {
    line: "around",
    subject: (filter) =>
      Object.fromEntries(Object.entries(filter).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))),
    after: runFacts,
  },
  dismissFailure: { line: "in_commit", subject: (failure) => ({ failure }) },
};

// Safe: `Object.keys` of a record of just these keys.
const allNames = Object.keys(auditTable) as readonly CommandName[];

export const auditedNames: readonly CommandName[] = allNames.filter((name) => auditTable[name] !== "no_order");

/** How it is told; null = it has no lines of its own. */
export const ruleOf = <Name extends CommandName>(name: Name): AuditRule<Name> | null => {
  const rule = auditTable[name];
  // Safe: what is no text is the rule of this name.
  return typeof rule === "string" ? null : (rule as AuditRule<Name>);
};

/** What an act of this name with these arguments is about. */
export const subjectOf = (name: CommandName, asked: readonly unknown[]): AuditSubject => {
  const rule = ruleOf(name);
  // Safe: the arguments were typed where the use case was called, by its own signature.
  return rule === null ? {} : (rule.subject as (...asked: readonly unknown[]) => AuditSubject)(...asked);
};
