import type { FullSyncRequest } from "../../src/application/request-full-sync.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import type { Run } from "../../src/domain/sync/run.ts";
import { until } from "./until.ts";

const overWithinMs = 60_000;

/** Asks for a full sync as soon as none runs. */
export const beginFullSync = async (useCases: UseCases, request: Partial<FullSyncRequest> = {}): Promise<Run> => {
  await until("no full sync runs", async () => (await useCases.status()).activeRun === null);
  return useCases.startFullSync({ actor: "operator" }, { dryRun: false, confirm: null, ...request });
};

/** The same, and returns with the run when it is over. */
export const fullSync = async (useCases: UseCases, request: Partial<FullSyncRequest> = {}): Promise<Run> => {
  const { id } = await beginFullSync(useCases, request);
  return useCases.waitForRun(id, overWithinMs, new AbortController().signal);
};
