import { beforeEach, describe, expect, it } from "vitest";
import { createMemorySource } from "../../src/adapters/memory/memory-source.ts";
import { createVirtualClock } from "../../src/adapters/memory/virtual-clock.ts";
import type { LogFacts } from "../../src/application/ports/log.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import { type ClusterTime, maxClusterTime } from "../../src/domain/cluster-time.ts";
import { incomeRowId } from "../../src/domain/ids.ts";
import { documentKey } from "../../src/domain/sync/failure.ts";
import type { Run } from "../../src/domain/sync/run.ts";
import { createMemoryStage, type MemoryStage, named } from "../support/memory-stage.ts";
import { silentLog } from "../support/silent-log.ts";

const eve = { actor: "eve" };

let stage: MemoryStage;
let warnings: { message: string; facts: LogFacts | undefined }[];

beforeEach(() => {
  stage = createMemoryStage();
  stage.putProperty("house");
  for (const name of ["rent", "rent2"]) stage.putPayment(name);
  warnings = [];
});

const log = {
  ...silentLog,
  warn: (message: string, facts?: LogFacts) => void warnings.push({ message, facts }),
};

const live = () => stage.live({}, { log });

// Safe: some time that the source has not reached.
const toCome = (): ClusterTime => (maxClusterTime(stage.source.now(), stored().readFloor) + 10_000n) as ClusterTime;
const stored = () => stage.accounting.store.checkpoint;

const sendAhead = (name: string): void => {
  const { rows, accounts } = stage.accounting.store;
  const row = rows.get(incomeRowId(named(name)));
  const head = accounts.get(named("house"));
  if (row === undefined || head === undefined) throw new Error(`the ledger has no row of ${name}`);
  rows.set(row.id, { ...row, asOf: toCome() });
  accounts.set(head.propertyId, { ...head, asOf: toCome() });
};

const fullSync = async (useCases: UseCases): Promise<Run> => {
  const { id } = await stage.inTime(useCases.startFullSync(eve, { dryRun: false, confirm: null }));
  return stage.inTime(useCases.waitForRun(id, 60_000, new AbortController().signal), 120_000);
};
const reasonsOf = async (useCases: UseCases): Promise<readonly string[]> =>
  (await stage.inTime(useCases.health())).health.reasons.map(({ code }) => code);

describe("a ledger that claims a time to come", () => {
  it("is rewritten by a full sync, counted in the run, named in the log, and a health reason until the next one meets none", async () => {
    const { useCases } = await live();
    sendAhead("rent");
    const run = await fullSync(useCases);
    expect(run.counts.aheadCorrected).toBe(2);
    expect(warnings.map(({ facts }) => facts)).toEqual([
      { count: 1, keys: documentKey("properties", named("house")) },
      { count: 1, keys: documentKey("payments", named("rent")) },
    ]);
    expect(await reasonsOf(useCases)).toContain("ledger_ahead");
    const clean = await fullSync(useCases);
    expect(clean.counts.aheadCorrected).toBe(0);
    expect(await reasonsOf(useCases)).not.toContain("ledger_ahead");
    expect(warnings).toHaveLength(2);
  });

  it("is rewritten where it is the head of a property that is gone or never was, though no pass looks at those", async () => {
    stage.putProperty("mill");
    stage.putPayment("early", { propertyId: "cellar" });
    const { useCases } = await live();
    stage.source.properties.delete(named("mill"));
    const { accounts } = stage.accounting.store;
    const resting = ["mill", "cellar"].map(named);
    await stage.until(() => accounts.get(named("mill"))?.status === "archived");
    expect(accounts.get(named("cellar"))?.status).toBe("stub");
    const time = toCome();
    for (const id of resting) {
      const head = accounts.get(id);
      if (head !== undefined) accounts.set(id, { ...head, asOf: time });
    }
    expect((await fullSync(useCases)).counts.aheadCorrected).toBe(2);
    for (const id of resting) expect(accounts.get(id)?.asOf).toBeLessThan(time);
    expect(accounts.get(named("mill"))?.status).toBe("archived");
    expect((await fullSync(useCases)).counts.aheadCorrected).toBe(0);
  });

  it("is met by the stream as well, and remembered across a restart", async () => {
    const { pipeline } = await live();
    sendAhead("rent");
    stage.putPayment("rent", { amount: 7 });
    await stage.until(() => stored().aheadCorrected > 0);
    await stage.inTime(pipeline.stop());
    const { useCases } = await live();
    expect(await reasonsOf(useCases)).toContain("ledger_ahead");
  });

  it("is not settled by a dry run, which rewrites nothing", async () => {
    const { useCases } = await live();
    sendAhead("rent");
    await fullSync(useCases);
    const { id } = await stage.inTime(useCases.startFullSync(eve, { dryRun: true, confirm: null }));
    await stage.inTime(useCases.waitForRun(id, 60_000, new AbortController().signal), 120_000);
    expect(await reasonsOf(useCases)).toContain("ledger_ahead");
  });

  it("is never met where only the service writes", async () => {
    const { useCases } = await live();
    stage.putPayment("rent", { amount: 7 });
    await fullSync(useCases);
    expect(stored().aheadCorrected).toBe(0);
    expect(await reasonsOf(useCases)).not.toContain("ledger_ahead");
  });

  it("is not what a main database restored from an older backup makes of it: that one is not read at all", async () => {
    const { pipeline } = await live();
    await stage.inTime(pipeline.stop());
    const clock = createVirtualClock(stage.clock.now() - 86_400_000);
    const restored = createMemorySource({ clock, name: "restored" });
    const again = stage.instance({}, { log, source: restored.reader, feed: restored.feed });
    await stage.inTime(again.pipeline.start());
    await stage.until(() => again.pipeline.term() !== null);
    await stage.inTime(again.useCases.startFullSync(eve, { dryRun: false, confirm: null })).catch(() => undefined);
    await stage.passTime(90_000);
    expect(again.pipeline.term()?.realTime.report()).toMatchObject({
      state: "failed",
      error: { code: "source_replaced" },
    });
    expect(stored().aheadCorrected).toBe(0);
    expect(stage.accounting.store.rows.get(incomeRowId(named("rent")))?.status).toBe("posted");
    expect(await reasonsOf(again.useCases)).not.toContain("ledger_ahead");
  });
});
