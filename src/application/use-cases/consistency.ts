import type { Check } from "../../domain/consistency/check.ts";
import { isOver, type Run } from "../../domain/sync/run.ts";
import { type Caller, never } from "../caller.ts";
import { AppError } from "../errors.ts";
import type { Pipeline } from "../pipeline.ts";
import type { FindingFilter, NumberedFinding } from "../ports/check-store.ts";
import type { Page, PageRequest } from "../ports/ledger-reader.ts";
import { begunBy, createRunUseCases, type OrderedRun } from "./runs.ts";

/** The newest report, or the run of a check that has to give one. */
export type ConsistencyAnswer =
  | { readonly kind: "report"; readonly check: Check }
  | { readonly kind: "running"; readonly run: Run };

export type ConsistencyRequest = {
  /** Asks for a new check, also where a report is there. */
  readonly fresh: boolean;
  /** How long to wait for a check that has to run first. */
  readonly waitMs: number;
  /** The caller may only read: where there is no report yet, none is made. Absent: may. */
  readonly isReadOnly?: boolean;
};

export type ConsistencyUseCases = {
  /** `conflict` before the ledger has been made whole for the first time; `forbidden` without a report where none may be made. */
  consistency(caller: Caller, request: ConsistencyRequest, signal: AbortSignal): Promise<ConsistencyAnswer>;
  /** `run_active` while another check runs; `conflict` as above. */
  startCheck(caller: Caller): Promise<OrderedRun>;
  check(id: string): Promise<Check>;
  /** By number. */
  findings(checkId: string, filter: FindingFilter, page: PageRequest): Promise<Page<NumberedFinding>>;
};

/** `start` asks the leader for a check, whichever instance leads. */
export const createConsistencyUseCases = (
  pipeline: Pipeline,
  start: (caller: Caller) => Promise<Run>,
): ConsistencyUseCases => {
  const { checks } = pipeline.ports;
  const { waitForRun } = createRunUseCases(pipeline);
  const check = (id: string): Promise<Check> => findCheck(pipeline, id);
  return {
    check,
    startCheck: async (caller) => startCheck(pipeline, caller),
    findings: async (checkId, filter, page) => {
      await check(checkId);
      return checks.findings(checkId, filter, page, never);
    },
    consistency: async (caller, { fresh, waitMs, isReadOnly = false }, signal) => {
      const known = fresh ? null : await checks.latest(never);
      if (known !== null) return { kind: "report", check: known };
      if (isReadOnly) throw noReportYet();
      const runId = await start(caller).then(({ id }) => id, activeRunOf);
      const run = await waitForRun(runId, waitMs, signal);
      const report = isOver(run) ? await checks.get(run.id, never) : null;
      return report?.state === "complete" ? { kind: "report", check: report } : { kind: "running", run };
    },
  };
};

const noReportYet = (): AppError =>
  new AppError("forbidden", "There is no report yet. A check makes one; to run it takes the role operator.");

const startCheck = async (pipeline: Pipeline, caller: Caller): Promise<Run> => {
  const term = pipeline.requireTerm();
  const { actor, commandId: id } = caller;
  const begun = await begunBy(pipeline, caller);
  if (begun !== null) return begun;
  await term.checks.cleared();
  return term.checks.start({ id, trigger: "api", actor });
};

/** A check that runs already gives the same report; the refusal names it. */
const activeRunOf = (error: unknown): string => {
  const runId = error instanceof AppError && error.code === "run_active" ? error.details[0]?.message : undefined;
  if (runId === undefined) throw error;
  return runId;
};

/** One whose leader has gone says that it runs; its run knows better. */
const findCheck = async ({ ports }: Pipeline, id: string): Promise<Check> => {
  const check = await ports.checks.get(id, never);
  if (check === null) throw new AppError("not_found", `There is no check ${id}.`);
  if (check.state !== "running") return check;
  const run = await ports.runs.get(id, never);
  return run !== null && isOver(run) ? { ...check, state: "incomplete", endedAt: run.endedAt } : check;
};
