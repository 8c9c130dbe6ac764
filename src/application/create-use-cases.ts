import type { Id } from "../domain/ids.ts";
import type { Account } from "../domain/ledger/account.ts";
import { isOver, type Run } from "../domain/sync/run.ts";
import { AppError } from "./errors.ts";
import { enterTransaction, reverseTransaction } from "./manual-entries.ts";
import type { Pipeline } from "./pipeline.ts";
import { healthOf } from "./read-health.ts";
import { readStats, readStatus } from "./read-status.ts";
import type { FullSyncRequest } from "./request-full-sync.ts";
import type { Caller, UseCases } from "./use-cases.ts";

/** How often a waiting caller's run is looked at. Unit: ms. */
const runPollMs = 100;

/** The one API behind both transports. */
export const createUseCases = (pipeline: Pipeline): UseCases => ({
  defaultCurrency: pipeline.options.rules.defaultCurrency,
  ...realTimeUseCases(pipeline),
  ...runUseCases(pipeline),
  ...ledgerUseCases(pipeline),
  status: () => readStatus(pipeline),
  stats: () => readStats(pipeline),
  health: () => healthOf(pipeline),
  ready: () => ready(pipeline),
});

/** Callers' requests end by themselves: the driver's own limits bound them. */
const never = new AbortController().signal;

const realTimeUseCases = (pipeline: Pipeline): Pick<UseCases, "startRealTime" | "stopRealTime"> => ({
  startRealTime: async () => {
    const { syncEnabled, realTimeEnabled } = pipeline.options;
    const term = pipeline.requireTerm();
    if (!syncEnabled || !realTimeEnabled) throw realTimeDisabled(syncEnabled);
    await term.patchCheckpoint({ realTimeWanted: true });
    term.realTime.start();
    return (await readStatus(pipeline)).realTime;
  },
  stopRealTime: async () => {
    const term = pipeline.requireTerm();
    await term.patchCheckpoint({ realTimeWanted: false });
    await term.realTime.stop();
    return (await readStatus(pipeline)).realTime;
  },
});

type RunUseCases = Pick<UseCases, "startFullSync" | "waitForRun" | "cancelRun" | "run" | "runs">;

const runUseCases = (pipeline: Pipeline): RunUseCases => {
  const { ports } = pipeline;
  const run = async (id: string): Promise<Run> => {
    const active = pipeline.term()?.fullSyncs.active();
    const found = active?.id === id ? active : await ports.runs.get(id, never);
    if (found === null) throw new AppError("not_found", `There is no run ${id}.`);
    return found;
  };
  return {
    run,
    runs: (filter, page) => ports.runs.list(filter, page, never),
    startFullSync: (caller, request) => startFullSync(pipeline, caller, request),
    waitForRun: async (id, waitMs, signal) => {
      const deadline = ports.clock.monotonic() + waitMs;
      for (;;) {
        const found = await run(id);
        if (isOver(found) || ports.clock.monotonic() >= deadline) return found;
        await ports.clock.sleep(runPollMs, signal);
      }
    },
    cancelRun: async (_caller, id) => {
      const found = await run(id);
      if (isOver(found)) throw new AppError("conflict", `Run ${id} is over: ${found.state}.`);
      await pipeline.requireTerm().fullSyncs.cancel(id);
      return run(id);
    },
  };
};

type LedgerUseCases = Pick<
  UseCases,
  "account" | "accounts" | "transactions" | "enterTransaction" | "reverseTransaction"
>;

const ledgerUseCases = (pipeline: Pipeline): LedgerUseCases => {
  const { ports } = pipeline;
  const account = async (propertyId: Id): Promise<Account> => {
    const found = await ports.ledger.account(propertyId, never);
    if (found === null) throw new AppError("not_found", `Property ${propertyId} has no account.`);
    return found;
  };
  return {
    account,
    accounts: (filter, page) => ports.ledger.accounts(filter, page, never),
    transactions: async (propertyId, filter, page) => {
      await account(propertyId);
      return ports.ledger.transactions(propertyId, filter, page, never);
    },
    enterTransaction: async (caller, entry) => enterTransaction(ports, pipeline.requireTerm(), caller, entry),
    reverseTransaction: async (caller, reversal) => reverseTransaction(ports, pipeline.requireTerm(), caller, reversal),
  };
};

const ready = async ({ ports }: Pipeline): Promise<{ readonly source: boolean; readonly accounting: boolean }> => {
  const answers = (work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => true,
      () => false,
    );
  const [source, accounting] = await Promise.all([
    answers(ports.source.ping(never)),
    answers(ports.sink.checkpoint(never)),
  ]);
  return { source, accounting };
};

const realTimeDisabled = (syncEnabled: boolean): AppError =>
  new AppError(
    "disabled",
    `Real-time sync is switched off by ${syncEnabled ? "REAL_TIME_SYNC_ENABLED" : "SYNC_ENABLED"}=false.`,
  );

const startFullSync = async (pipeline: Pipeline, caller: Caller, request: FullSyncRequest): Promise<Run> => {
  const term = pipeline.requireTerm();
  if (!pipeline.options.syncEnabled) throw new AppError("disabled", "Sync is switched off by SYNC_ENABLED=false.");
  const confirms = request.confirm === null ? null : await confirmable(pipeline, request.confirm);
  const { actor } = caller;
  return term.fullSyncs.start({ kind: "full", trigger: "api", actor, dryRun: request.dryRun, confirms });
};

const confirmable = async ({ ports }: Pipeline, id: string): Promise<Run> => {
  const run = await ports.runs.get(id, never);
  if (run?.error?.code === "needs_confirmation") return run;
  const message = "names no run that waits for a confirmation";
  throw new AppError("validation", `confirm ${message}`, { details: [{ pointer: "/confirm", message }] });
};
