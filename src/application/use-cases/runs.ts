import { isOver, type Run } from "../../domain/sync/run.ts";
import { type Caller, never } from "../caller.ts";
import { AppError } from "../errors.ts";
import type { Pipeline } from "../pipeline.ts";
import type { Page, PageRequest } from "../ports/ledger-reader.ts";
import type { RunFilter } from "../ports/run-store.ts";
import type { FullSyncRequest } from "../request-full-sync.ts";

/** `replayed`: it was begun before, under the same `idempotencyKey` (see `Caller`). */
export type OrderedRun = Run & { readonly replayed?: boolean };

export type RunUseCases = {
  /** `run_active` when one runs (details[0].message is its id); `validation` when `confirm` names no run that waits for it. */
  startFullSync(caller: Caller, request: FullSyncRequest): Promise<OrderedRun>;
  /** The run when it is over, or as it is after `waitMs`. */
  waitForRun(id: string, waitMs: number, signal: AbortSignal): Promise<Run>;
  cancelRun(caller: Caller, id: string): Promise<Run>;
  run(id: string): Promise<Run>;
  runs(filter: RunFilter, page: PageRequest): Promise<Page<Run>>;
};

/** How often a waiting caller's run is looked at. Unit: ms. */
const runPollMs = 100;

export const createRunUseCases = (pipeline: Pipeline): RunUseCases => {
  const { ports } = pipeline;
  const run = (id: string) => findRun(pipeline, id);
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
    cancelRun: async ({ commandId }, id) => {
      const found = await run(id);
      if (commandId !== undefined && found.state === "cancelled") return found;
      if (isOver(found)) throw new AppError("conflict", `Run ${id} is over: ${found.state}.`);
      for (const slot of pipeline.requireTerm().slots) await slot.cancel(id);
      return run(id);
    },
  };
};

/** As it is this moment where it is active here, as it was last saved elsewhere. */
const findRun = async (pipeline: Pipeline, id: string): Promise<Run> => {
  for (const slot of pipeline.term()?.slots ?? []) {
    const active = slot.active();
    if (active?.id === id) return active;
  }
  const found = await pipeline.ports.runs.get(id, never);
  if (found === null) throw new AppError("not_found", `There is no run ${id}.`);
  return found;
};

const startFullSync = async (pipeline: Pipeline, caller: Caller, request: FullSyncRequest): Promise<Run> => {
  const term = pipeline.requireTerm();
  const begun = await begunBy(pipeline, caller);
  if (begun !== null) return begun;
  if (!pipeline.options.syncEnabled) throw new AppError("disabled", "Sync is switched off by SYNC_ENABLED=false.");
  const confirms = request.confirm === null ? null : await confirmable(pipeline, request.confirm);
  const { actor, commandId: id } = caller;
  await term.fullSyncs.cleared();
  return term.fullSyncs.start({
    id,
    kind: request.deep === true ? "deep" : "full",
    trigger: "api",
    actor,
    dryRun: request.dryRun,
    confirms,
  });
};

/** The run that the same stored command has begun before; null for any other caller. */
export const begunBy = async ({ ports }: Pipeline, { commandId }: Caller): Promise<Run | null> =>
  commandId === undefined ? null : ports.runs.get(commandId, never);

const confirmable = async ({ ports }: Pipeline, id: string): Promise<Run> => {
  const run = await ports.runs.get(id, never);
  if (run?.error?.code === "needs_confirmation") return run;
  const message = "names no run that waits for a confirmation";
  throw new AppError("validation", `confirm ${message}`, { details: [{ pointer: "/confirm", message }] });
};
