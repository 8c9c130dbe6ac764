import { afterEach, describe, expect, it } from "vitest";
import type { PipelineOptions } from "../../src/application/pipeline-ports.ts";
import { incomeRowId } from "../../src/domain/ids.ts";
import { minorOf } from "../../src/domain/money/money.ts";
import type { Run } from "../../src/domain/sync/run.ts";
import { createMemoryStage, type Instance, type MemoryStage, named } from "../support/memory-stage.ts";

let stage: MemoryStage;
let instance: Instance;

afterEach(() => stage.inTime(instance.pipeline.stop()));

const begin = async (options: Partial<PipelineOptions> = {}, payments = 3): Promise<void> => {
  stage = createMemoryStage();
  stage.putProperty("house");
  for (let index = 0; index < payments; index += 1) stage.putPayment(`p${index}`, { amount: 100 });
  instance = await stage.live(options);
  await untilQuiet();
};

const untilQuiet = async (): Promise<void> => {
  await stage.passTime(1_000);
  const { checks, fixes } = instance.pipeline.requireTerm();
  await stage.until(() => checks.active() === null && fixes.active() === null, 600_000);
  await stage.passTime(1_000);
};

const tamper = (name: string): void => {
  const id = incomeRowId(named(name));
  const row = stage.accounting.store.rows.get(id);
  if (row !== undefined) stage.accounting.store.rows.set(id, { ...row, amountMinor: minorOf(1n) });
};
const amountOf = (name: string) => stage.accounting.store.rows.get(incomeRowId(named(name)))?.amountMinor;
const runsOf = (kind: Run["kind"]): readonly Run[] =>
  [...stage.accounting.store.runs.values()].flatMap(({ run }) => (run.kind === kind ? run : []));

const scheduledCheck = async (): Promise<void> => {
  const { checks } = instance.pipeline.requireTerm();
  await stage.inTime(checks.start({ trigger: "schedule", actor: "weekly" }));
  for (let round = 0; round < 4; round += 1) await untilQuiet();
};

describe("a scheduled check", () => {
  it("is followed by fixes within the limits, and by one check of what they made", async () => {
    await begin();
    tamper("p1");
    await scheduledCheck();
    expect(amountOf("p1")).toBe(10_000n);
    expect(runsOf("fix")).toMatchObject([{ trigger: "schedule", actor: "ledgersync", state: "succeeded" }]);
    expect(runsOf("consistency")).toHaveLength(3);
    expect((await stage.inTime(instance.useCases.health())).check?.findings).toBe(0);
  });

  it("only reports when it is told to", async () => {
    await begin({ scheduledFixes: "off" });
    tamper("p1");
    await scheduledCheck();
    expect(amountOf("p1")).toBe(1n);
    expect(runsOf("fix")).toEqual([]);
  });

  it("leaves to a person what is more than the limits", async () => {
    await begin({}, 101);
    for (let index = 0; index < 101; index += 1) tamper(`p${index}`);
    await scheduledCheck();
    expect(amountOf("p1")).toBe(1n);
    expect(runsOf("fix")).toEqual([]);
    expect(stage.accounting.store.fixPlans.size).toBe(1);
  });

  it("begins no run where nothing is to be mended", async () => {
    await begin();
    await scheduledCheck();
    expect(runsOf("fix")).toEqual([]);
    expect(runsOf("consistency")).toHaveLength(2);
  });

  it("never takes rows back for a source that is empty", async () => {
    await begin();
    await stage.inTime(instance.useCases.stopRealTime({ actor: "eve" }));
    for (const name of ["p0", "p1", "p2"]) stage.source.payments.delete(named(name));
    await scheduledCheck();
    expect(runsOf("fix")).toEqual([]);
    expect(amountOf("p1")).toBe(10_000n);
  });
});

describe("a check that a person asked for", () => {
  it("mends nothing by itself", async () => {
    await begin();
    tamper("p1");
    await stage.inTime(instance.useCases.startCheck({ actor: "eve" }));
    await untilQuiet();
    expect(amountOf("p1")).toBe(1n);
  });
});
