import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import { createUnitSize } from "../../src/application/unit-size.ts";
import { incomeRowId } from "../../src/domain/ids.ts";
import { createMemoryStage, type MemoryStage, named } from "../support/memory-stage.ts";
import { runs } from "../support/runs.ts";

describe("the size of units", () => {
  it("stays between a 64th and the whole, whatever happens, and is never nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), fc.integer({ min: 1, max: 5_000 }), (story, max) => {
        const size = createUnitSize();
        for (const isTooMuch of story) {
          const before = size.share();
          if (isTooMuch) size.halve();
          else size.grow();
          expect(isTooMuch ? size.share() <= before : size.share() >= before).toBe(true);
        }
        expect(size.share()).toBeGreaterThanOrEqual(1 / 64);
        expect(size.share()).toBeLessThanOrEqual(1);
        expect(size.of(max)).toBeGreaterThanOrEqual(1);
        expect(size.of(max)).toBeLessThanOrEqual(max);
      }),
      runs(1_000),
    );
  });
});

describe("a ledger that cannot keep up", () => {
  let stage: MemoryStage;
  let commits: number[];

  beforeEach(() => {
    stage = createMemoryStage(10_000);
    commits = [];
    stage.putProperty("house");
  });

  /** Takes at most `max` payments at once, and says so as a real one does. */
  const sinkOf = (max: number, code: "accounting_overloaded" | "unit_too_large") => {
    const { sink } = stage.accounting.connect("i1");
    const commit: typeof sink.commit = (batch, signal) => {
      const payments = batch.kind === "reconcile" ? batch.keys.payments.length : 0;
      if (payments > max) return Promise.reject(new AppError(code, "too much"));
      if (payments > 0) commits.push(payments);
      return sink.commit(batch, signal);
    };
    return { ...sink, commit };
  };
  const put = (count: number): void => {
    for (let index = 0; index < count; index += 1) stage.putPayment(`p${index}`);
  };
  const posted = (index: number) => stage.accounting.store.rows.get(incomeRowId(named(`p${index}`)))?.status;

  it("gets a backlog in smaller units when one was too large, loses nothing, and gets larger ones again later", async () => {
    const { pipeline, useCases } = await stage.live({}, { sink: sinkOf(700, "unit_too_large") });
    put(3_000);
    await stage.until(() => posted(2_999) === "posted");
    expect(Math.max(...commits)).toBeLessThanOrEqual(700);
    expect(commits.reduce((sum, count) => sum + count, 0)).toBe(3_000);
    expect(stage.accounting.store.checkpoint.tally).toMatchObject({ events: 3_000, applied: 3_000 });
    for (let index = 0; index < 20; index += 1) {
      stage.putPayment(`later${index}`);
      await stage.passTime(2_000);
    }
    expect(pipeline.term()?.unitShare()).toBe(1);
    expect((await useCases.health()).health.status).toBe("healthy");
  });

  it("is told of in health as long as units are smaller than usual", async () => {
    const { useCases } = await stage.live({}, { sink: sinkOf(0, "accounting_overloaded") });
    put(1);
    await stage.passTime(3_000);
    const { health, status } = await useCases.health();
    expect(status.unitShare).toBeLessThan(1);
    expect(health.reasons).toMatchObject([{ code: "overloaded", severity: "degraded" }]);
  });

  it("gets a full sync through when a chunk is too large, within the same run and leaving nothing out", async () => {
    put(6_000);
    await stage.live({}, { sink: sinkOf(900, "unit_too_large") });
    const first = [...stage.accounting.store.runs.values()].find(({ run }) => run.kind === "initial")?.run;
    expect(first).toMatchObject({ state: "succeeded", counts: { read: 6_001, failed: 0, notPosted: 0 } });
    expect(stage.accounting.store.rows.size).toBe(6_000);
    expect(commits.filter((count) => count > 0).every((count) => count <= 900)).toBe(true);
    expect(posted(5_999)).toBe("posted");
  });

  it("gets what is taken back through in smaller units as well", async () => {
    put(95);
    const first = await stage.live();
    await stage.inTime(first.pipeline.stop());
    for (let index = 0; index < 95; index += 1) stage.source.payments.delete(named(`p${index}`));
    stage.putPayment("left");
    const second = await stage.live({ realTimeEnabled: false }, { sink: sinkOf(10, "unit_too_large") });
    const { id } = await stage.inTime(
      second.useCases.startFullSync({ actor: "eve" }, { dryRun: false, confirm: null }),
    );
    const { signal } = new AbortController();
    const run = await stage.inTime(second.useCases.waitForRun(id, 60_000, signal), 120_000);
    expect(run).toMatchObject({ state: "succeeded", counts: { retracted: 95 } });
  });

  it("gets a full sync in smaller chunks from the next one on", async () => {
    put(20_000);
    let refusals = 2;
    const { sink } = stage.accounting.connect("i1");
    const commit: typeof sink.commit = (batch, signal) => {
      if (batch.kind === "reconcile" && batch.keys.payments.length > 0 && refusals > 0) {
        refusals -= 1;
        return Promise.reject(new AppError("accounting_overloaded", "too much"));
      }
      if (batch.kind === "reconcile") commits.push(batch.keys.payments.length);
      return sink.commit(batch, signal);
    };
    await stage.live({}, { sink: { ...sink, commit } });
    expect(posted(19_999)).toBe("posted");
    expect(commits.some((count) => count > 0 && count < 5_000)).toBe(true);
  });
});
