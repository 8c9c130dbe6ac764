import { setTimeout as delay } from "node:timers/promises";
import { startProgram, urlOf } from "../../support/program.ts";
import { untilLive } from "../../support/program-api.ts";
import { startArguments } from "../../support/start-arguments.ts";
import { nowMs } from "../clock.ts";
import type { Measure } from "../measure.ts";
import { processorSecondsOf, residentMegabytesOf } from "../process-facts.ts";

/** Until what a start leaves to be compiled and collected is done with. */
const settleMs = 5_000;
const verifyPauseSeconds = 1;

/**
 * The whole program, leading, with its four schedules, its HTTP side and a ledger that is verified in the background at the
 * usual rate, while nothing happens.
 */
export const idle: Measure = {
  name: "idle",
  baseline: null,
  take: async (bench) => {
    const world = await bench.filled.ledger(bench);
    const environment = {
      MONGODB_URI: world.mainUri,
      ACCOUNTING_DB_URI: world.accountingUri,
      INSTANCE_ID: "bench",
      LOG_LEVEL: "info",
      VERIFY_PAUSE_SECONDS: String(verifyPauseSeconds),
    };
    await using program = startProgram(environment, { execArgs: startArguments() });
    const url = await urlOf(program);
    await untilLive(url);
    await cancelRuns(url);
    await delay(settleMs);
    const before = { at: nowMs(), seconds: await processorSecondsOf(program.processId) };
    await delay(bench.sizes.idleSeconds * 1_000);
    const seconds = (await processorSecondsOf(program.processId)) - before.seconds;
    const share = (100 * seconds) / ((nowMs() - before.at) / 1_000);
    const megabytes = await residentMegabytesOf(program.processId);
    program.signal("SIGTERM");
    await program.exited;
    const own = { comparedWith: null } as const;
    return [
      {
        ...own,
        title: "idle, verifying in the background: share of one core",
        value: share,
        unit: "%",
        goal: { kind: "at_most", must: 2, aim: 1 },
      },
      {
        ...own,
        title: "   memory then",
        value: megabytes,
        unit: "MB",
        goal: { kind: "at_most", must: 150, aim: 120 },
      },
    ];
  },
};

/** A check that an earlier process was broken off in goes on here: it is not what idles. */
const cancelRuns = async (url: string): Promise<void> => {
  const answer = await fetch(`${url}/api/sync/runs?state=running`);
  // Safe: what the contract's own tests prove.
  const { data } = (await answer.json()) as { readonly data: readonly { readonly id: string }[] };
  for (const { id } of data) {
    const { ok, status } = await fetch(`${url}/api/sync/runs/${id}/cancel`, { method: "POST" });
    if (!ok) throw new Error(`run ${id} could not be cancelled: ${status}`);
  }
};
