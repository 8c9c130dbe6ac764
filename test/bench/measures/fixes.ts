import { Long } from "mongodb";
import type { Bench } from "../bench.ts";
import type { Measure } from "../measure.ts";
import { finishedRun, launchService, refuseErrors, runCheck, startUntilLive } from "../processes/service.ts";
import { indexes } from "../source/store-payments.ts";
import { verifyLedger } from "../verify-ledger.ts";
import { settle, type World } from "../world.ts";
import { rowIdOfPayment } from "./latency.ts";

/** A plan that mends rows tampered with all over the ledger, and the totals of their accounts, as its run records it: verified, too. */
export const fixes: Measure = {
  name: "fixes",
  baseline: "F",
  take: async (bench) => {
    const world = await bench.filled.ledger(bench);
    await tamper(bench, world);
    bench.say("rows are tampered with");
    await settle(bench);
    await using service = await launchService(bench, world, "fixes");
    await startUntilLive(service);
    const { id: checkId, findings } = await runCheck(service);
    bench.say(`a check has found ${findings.toLocaleString("en")} differences`);
    const plan = await service.call("makeFixPlan", checkId);
    if (plan.items < bench.sizes.tamperedRows) throw new Error(`the plan has only ${plan.items} fixes`);
    const run = await finishedRun(service, await service.call("applyFixPlan", plan));
    if (run.applied !== plan.items || run.failed > 0)
      throw new Error(`of ${plan.items} fixes, ${run.applied} were applied, and ${run.failed} differences remain`);
    await refuseErrors(service);
    await service.end();
    await verifyLedger(world);
    return [
      {
        title: `plan of ${plan.items.toLocaleString("en")} fixes, applied and verified`,
        value: plan.items / ((run.durationMs ?? Number.NaN) / 1_000),
        unit: "fixes/s",
        comparedWith: "F",
        goal: { kind: "at_least", must: 0.5, aim: 1 },
      },
    ];
  },
};

const rowsAtOnce = 1_000;

/** Evenly over the ledger: two rows in three have another amount, the third is void. */
const tamper = async ({ sizes }: Bench, { accounting }: World): Promise<void> => {
  const { tamperedRows: count, fullSyncPayments: payments } = sizes;
  const step = Math.floor(payments / count);
  const rows = accounting.collection<{ _id: string }>("transactions");
  for (let start = 0; start < count; start += rowsAtOnce) {
    const updates = indexes(start, Math.min(start + rowsAtOnce, count)).map((number) => ({
      updateOne: { filter: { _id: rowIdOfPayment(number * step) }, update: number % 3 === 0 ? voided : raised },
    }));
    await rows.bulkWrite(updates, { ordered: false, writeConcern: { w: "majority" } });
  }
};

const voided = { $set: { status: "void" } };
const raised = { $inc: { amountMinor: Long.fromNumber(1) } };
