import type { ManualEntry } from "../../../src/application/enter-transaction.ts";
import { AppError } from "../../../src/application/errors.ts";
import type { UseCases } from "../../../src/application/use-cases.ts";
import { manualRowId, type RowId } from "../../../src/domain/ids.ts";
import type { DocumentKey } from "../../../src/domain/sync/failure.ts";
import type { Action } from "./action.ts";
import type { Running } from "./instance.ts";
import { properties } from "./universe.ts";

/** What accountants asked for, and what they were told. */
export type AskedEntry = {
  readonly rowId: RowId;
  readonly entry: ManualEntry;
  readonly entered: Answers;
  readonly reversed: Answers;
};

/** `refused` alone proves that nothing was written; a call without an answer proves nothing. */
export type Answers = { asked: number; done: number; refused: number };

/** The people who use the service, each through some instance that runs. */
export type Operator = {
  perform(action: Action): void;
  readonly entries: readonly AskedEntry[];
  /** Calls that have not been answered by a process that lives. */
  waiting(): number;
  /** What a person does about a state that needs one: starts what was stopped, confirms what waits for it. */
  attend(): void;
};

export const actor = "eve";

export const createOperator = (instances: () => readonly Running[], hash: (text: string) => string): Operator => {
  const entries: AskedEntry[] = [];
  let calls = 0;
  const open = new Set<{ readonly running: Running }>();

  const call = <T>(use: (useCases: UseCases) => Promise<T>): Promise<T> | null => {
    const all = instances();
    calls += 1;
    const leads = ({ pipeline }: Running): boolean => pipeline.term() !== null;
    // Every other call goes to an instance that does not lead, where there is one.
    const running = all.find((one) => leads(one) === (calls % 2 === 0)) ?? all[0];
    if (running === undefined) return null;
    const mark = { running };
    open.add(mark);
    return use(running.useCases).finally(() => open.delete(mark));
  };
  const ask = (answers: Answers, use: (useCases: UseCases) => Promise<unknown>): void => {
    answers.asked += 1;
    call(use)?.then(
      () => {
        answers.done += 1;
      },
      (error: unknown) => {
        if (error instanceof AppError && refusals.has(error.code)) answers.refused += 1;
      },
    );
  };
  const command = (use: (useCases: UseCases) => Promise<unknown>): void => void call(use)?.catch(() => undefined);

  const enter = (asked: AskedEntry): void =>
    ask(asked.entered, (useCases) => useCases.enterTransaction({ actor }, asked.entry));
  const reverse = ({ rowId, entry: { propertyId }, reversed }: AskedEntry): void =>
    ask(reversed, (useCases) => useCases.reverseTransaction({ actor }, { propertyId, rowId, reason: "typed twice" }));

  return {
    entries,
    waiting: () => [...open].filter(({ running }) => running.process.isAlive()).length,
    perform: (action) => {
      switch (action.kind) {
        case "enter": {
          const key = `entry-${entries.length}`;
          entries.push({
            rowId: manualRowId(hash(`${actor}\n${key}`)),
            entry: entryOf(action, key),
            entered: { asked: 0, done: 0, refused: 0 },
            reversed: { asked: 0, done: 0, refused: 0 },
          });
          return entries.slice(-1).forEach(enter);
        }
        case "enter_again":
          return entries.slice(action.entry, action.entry + 1).forEach(enter);
        case "reverse":
          return entries.slice(action.entry, action.entry + 1).forEach(reverse);
        case "full_sync":
          return command((useCases) => useCases.startFullSync({ actor }, { dryRun: action.dryRun, confirm: null }));
        case "cancel":
          return command(cancelNewest);
        case "confirm":
          return command(confirmNewest);
        case "stop_real_time":
          return command((useCases) => useCases.stopRealTime({ actor }));
        case "start_real_time":
          return command((useCases) => useCases.startRealTime({ actor }));
        case "retry_failures":
          return command((useCases) => useCases.retryFailures({ actor }, anyFailure));
        case "retry_failure":
          return command((useCases) =>
            ofFailure(useCases, action.number, (key) => useCases.retryFailure({ actor }, key)),
          );
        case "dismiss_failure":
          return command((useCases) =>
            ofFailure(useCases, action.number, (key) => useCases.dismissFailure({ actor }, key, "known")),
          );
        case "incremental_sync":
          return command((useCases) => useCases.triggerSchedule({ actor }, "hourly_sync"));
      }
    },
    attend: () => command(attend),
  };
};

const anyFailure = { state: null, collection: null, code: null };

const ofFailure = async (
  useCases: UseCases,
  number: number,
  use: (key: DocumentKey) => Promise<unknown>,
): Promise<void> => {
  const { items } = await useCases.failures(anyFailure, { limit: number + 1, cursor: null });
  const failure = items[number];
  if (failure !== undefined) await use(failure.key);
};

const refusals: ReadonlySet<string> = new Set(["not_found", "already_reversed", "conflict"]);

const entryOf = (
  { property, minor, expense }: Extract<Action, { kind: "enter" }>,
  idempotencyKey: string,
): ManualEntry => {
  const propertyId = properties[property]?.id;
  if (propertyId === undefined) throw new RangeError(`the universe has no property ${property}`);
  return {
    propertyId,
    type: expense ? "expense" : "income",
    amount: (minor / 100).toFixed(2),
    currency: "USD",
    description: "by hand",
    occurredAt: 0,
    category: null,
    referenceNumber: null,
    paymentMethod: null,
    recipientType: null,
    notes: null,
    direction: null,
    idempotencyKey,
  };
};

const newestRuns = { limit: 50, cursor: null };

const cancelNewest = async (useCases: UseCases): Promise<void> => {
  const { activeRun } = await useCases.status();
  if (activeRun !== null) await useCases.cancelRun({ actor }, activeRun.id);
};

/** Runs of the stream's present reading that wait for a person. Wall clocks differ, so that the newest is not always the first. */
const confirmNewest = async (useCases: UseCases): Promise<void> => {
  const { items } = await useCases.runs({ kind: null, state: "failed", schedule: null }, newestRuns);
  const waiting = items.filter(({ error }) => error?.code === "needs_confirmation");
  const newest = waiting.toSorted((a, b) => b.reading - a.reading)[0];
  if (newest !== undefined) await useCases.startFullSync({ actor }, { dryRun: false, confirm: newest.id });
};

const attend = async (useCases: UseCases): Promise<void> => {
  const { health, status } = await useCases.health();
  const reasons = new Set(health.reasons.map(({ code }) => code));
  if (
    reasons.has("real_time_failed") ||
    reasons.has("mass_failure") ||
    reasons.has("real_time_off") ||
    reasons.has("real_time_stopped")
  )
    await useCases.startRealTime({ actor });
  if (status.activeRun !== null) return;
  if (reasons.has("needs_confirmation")) await confirmNewest(useCases);
  // Until a full sync meets nothing of the kind.
  if (reasons.has("ledger_ahead")) await useCases.startFullSync({ actor }, { dryRun: false, confirm: null });
  const isUncovered = ["initial_sync", "history_lost", "reprojecting"].some((code) => reasons.has(code));
  // Whoever cancels a full sync that the ledger needs has to order another one.
  if (isUncovered && status.lastFullSync?.state === "cancelled")
    await useCases.startFullSync({ actor }, { dryRun: false, confirm: null });
};
