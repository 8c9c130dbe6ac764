import "../../../src/tracing.ts";
import { createHash, randomUUID } from "node:crypto";
import { compose } from "../../../src/compose.ts";
import { parseConfig } from "../../../src/config.ts";
import { serveCalls } from "./calls.ts";
import type { ServiceCalls } from "./service.ts";

/** The service as `main.ts` starts it, without its HTTP side: the one file of the benchmark that knows how it is composed. */
const parsed = parseConfig(process.env, "bench");
if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.problems));
const { config } = parsed;
if (config.databases === null) throw new Error("MONGODB_URI and ACCOUNTING_DB_URI are not set");

const service = compose(config, config.databases, {
  newToken: () => randomUUID(),
  hash: (text) => createHash("sha256").update(text).digest("hex"),
  random: Math.random,
});
const { useCases } = service;
const caller = { actor: "bench" };
const textOf = ({ code, message }: { readonly code: string; readonly message: string }): string =>
  `${code}: ${message}`;

const calls: ServiceCalls = {
  start: async () => {
    await service.start();
    // A measure before this one may have stopped it, which outlives the process.
    if (!(await useCases.status()).realTime.wanted) await useCases.startRealTime(caller);
  },
  status: async () => {
    const { realTime, activeRun, lastFullSync, leader } = await useCases.status();
    const { errors } = await useCases.stats();
    return {
      isLive: leader.isLeader && realTime.state === "live" && activeRun === null,
      state: realTime.state,
      lastFullSync: lastFullSync?.id ?? null,
      errors: [...errors, ...(lastFullSync?.error ? [lastFullSync.error] : [])].map(textOf),
    };
  },
  startFullSync: async () => (await useCases.startFullSync(caller, { dryRun: false, confirm: null })).id,
  run: async (id) => {
    const { state, startedAt, endedAt, counts } = await useCases.run(id);
    const durationMs = startedAt === null || endedAt === null ? null : endedAt - startedAt;
    return { state, durationMs, processed: counts.read, applied: counts.applied, failed: counts.failed };
  },
  startCheck: async () => (await useCases.startCheck(caller)).id,
  check: async (id) => {
    const { looked, findings } = await useCases.check(id);
    return { id, payments: looked.payments, findings };
  },
  makeFixPlan: async (checkId) => {
    const { id, planHash, items } = await useCases.makeFixPlan(caller, checkId);
    return { id, planHash, items };
  },
  applyFixPlan: async ({ id: planId, planHash }) =>
    (await useCases.applyFixPlan(caller, { planId, planHash, only: null, confirm: true })).id,
  cancelRun: async (id) => void (await useCases.cancelRun(caller, id)),
  cancelChecks: async () => {
    const running = await useCases.runs(
      { kind: "consistency", state: "running", schedule: null },
      { limit: 10, cursor: null },
    );
    for (const { id } of running.items) await useCases.cancelRun(caller, id);
  },
  stopRealTime: async () => void (await useCases.stopRealTime(caller)),
};

serveCalls(calls, () => service.stop());
