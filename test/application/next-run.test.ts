import { beforeEach, describe, expect, it } from "vitest";
import type { UseCases } from "../../src/application/use-cases.ts";
import { isOver, type Run } from "../../src/domain/sync/run.ts";
import { createMemoryStage, type Instance, type MemoryStage } from "../support/memory-stage.ts";

const eve = { actor: "eve" };
const writeMs = 5_000;

let stage: MemoryStage;
let instance: Instance;

const orders: readonly (readonly [string, (useCases: UseCases) => Promise<Run>])[] = [
  ["full sync", ({ startFullSync }) => startFullSync(eve, { dryRun: false, confirm: null })],
  ["check", ({ startCheck }) => startCheck(eve)],
  ["retry", ({ retryFailures }) => retryFailures(eve, { state: null, collection: null, code: null })],
  ["scheduled full sync", ({ triggerSchedule }) => triggerSchedule(eve, "a-full-sync")],
  ["scheduled check", ({ triggerSchedule }) => triggerSchedule(eve, "a-check")],
  ["scheduled incremental sync", ({ triggerSchedule }) => triggerSchedule(eve, "an-incremental-sync")],
];

beforeEach(async () => {
  stage = createMemoryStage();
  stage.putProperty("house");
  for (let number = 0; number < 5; number += 1) stage.putPayment(`rent ${number}`);
  instance = await stage.live({ scheduledEnabled: true });
  await stage.until(() => instance.pipeline.requireTerm().slots.every((slot) => slot.active() === null));
  const { createSchedule } = instance.useCases;
  const cronExpression = "0 0 1 1 *";
  for (const [name, kind] of [
    ["a-full-sync", "full"],
    ["a-check", "consistency"],
    ["an-incremental-sync", "incremental"],
  ] as const)
    await stage.inTime(createSchedule(eve, { name, kind, cronExpression }));
});

describe.for(orders)("a %s that is told to be over", ([, order]) => {
  it("leaves room for the next one, also while its end is still being written down", async () => {
    stage.between = (point) =>
      point.startsWith("before sink.") || point === "before runs.save"
        ? stage.clock.sleep(writeMs, new AbortController().signal)
        : Promise.resolve();
    const first = await stage.inTime(order(instance.useCases));
    const active = (): Run | undefined =>
      instance.pipeline
        .requireTerm()
        .slots.map((slot) => slot.active())
        .find((run) => run?.id === first.id) ?? undefined;
    await stage.until(() => isOver(active() ?? first));

    expect((await stage.inTime(instance.useCases.run(first.id))).endedAt).not.toBeNull();
    expect((await stage.inTime(order(instance.useCases))).id).not.toBe(first.id);
  });

  it("does not, as long as it runs", async () => {
    stage.between = (point) =>
      point === "before runs.save" ? stage.clock.sleep(writeMs, new AbortController().signal) : Promise.resolve();
    await stage.inTime(order(instance.useCases));

    await expect(stage.inTime(order(instance.useCases))).rejects.toMatchObject({ code: "run_active" });
  });
});
