import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import { type HistoryStretch, type HistoryWindow, historyPointMs } from "../../src/domain/sync/history.ts";
import { createMemoryStage, type Instance, type MemoryStage } from "../support/memory-stage.ts";

let stage: MemoryStage;

beforeEach(() => {
  stage = createMemoryStage();
  stage.putProperty("house");
});

const historyOf = ({ useCases }: Instance, window: HistoryWindow = "15m") => stage.inTime(useCases.history(window));
const stretchesOf = async (instance: Instance, window?: HistoryWindow) => (await historyOf(instance, window)).stretches;
const kindsOf = async (instance: Instance, last: number) =>
  (await stretchesOf(instance)).slice(-last).map(({ kind }) => kind);
const sumOf = (stretches: readonly HistoryStretch[], of: (stretch: HistoryStretch) => number) =>
  stretches.reduce((sum, stretch) => sum + of(stretch), 0);
/** To the beginning of the next point. */
const passPoints = (points: number) =>
  stage.passTime(historyPointMs - (stage.clock.now() % historyPointMs) + (points - 1) * historyPointMs);

const caller = { actor: "ann", roles: ["admin"], requestId: "r1", traceId: "t1" } as const;

describe("the history of the service", () => {
  it("tells work as work and silence as silence, each payment once", async () => {
    const instance = await stage.live();
    await passPoints(2);
    for (const name of ["a", "b", "c"]) {
      stage.putPayment(name);
      await stage.passTime(100);
    }
    stage.putPayment("bad", { amount: "a lot" });
    await passPoints(3);

    expect(await kindsOf(instance, 3)).toEqual(["busy", "idle", "idle"]);
    const [busy] = (await stretchesOf(instance)).slice(-3);
    expect(busy).toMatchObject({
      changes: { payments: 3, properties: 0, owners: 0 },
      failed: 1,
      knownMs: historyPointMs,
    });
    expect(busy?.lagMs).toBeGreaterThanOrEqual(0);
  });

  it("shows a gap while real-time sync is stopped", async () => {
    const instance = await stage.live();
    await passPoints(1);
    await stage.inTime(instance.useCases.stopRealTime(caller, null));
    await passPoints(4);

    expect(await kindsOf(instance, 3)).toEqual(["gap", "gap", "gap"]);
  });

  it("is told the same by every instance, also after a restart, with the time between as a gap", async () => {
    const first = await stage.live();
    await passPoints(1);
    stage.putPayment("a");
    await passPoints(3);
    await stage.inTime(first.pipeline.stop());
    await stage.passTime(90_000);
    const second = await stage.live();
    await passPoints(3);
    const watching = stage.instance();
    await stage.inTime(watching.pipeline.start());

    const told = await historyOf(second);
    expect(await historyOf(watching)).toEqual(told);
    expect(sumOf(told.stretches, ({ changes }) => changes.payments)).toBe(1);
    const gaps = told.stretches.slice(-14).filter(({ kind }) => kind === "gap");
    expect(gaps.length).toBeGreaterThanOrEqual(8);
    expect(told.stretches.at(-1)?.kind).toBe("idle");
  });

  it("loses nothing of the last seconds of a leader that is told to stop", async () => {
    const first = await stage.live();
    await passPoints(1);
    stage.putPayment("a");
    await stage.passTime(1_000);
    await stage.inTime(first.pipeline.stop());
    const second = await stage.live();
    await passPoints(2);

    expect(sumOf(await stretchesOf(second), ({ changes }) => changes.payments)).toBe(1);
  });

  it.each(["15m", "1h", "24h"] as const)(
    "of %s has at most 360 stretches, and ends at what is written",
    async (window) => {
      const instance = await stage.live();
      await passPoints(3);
      const { from, to, stepMs, stretches } = await historyOf(instance, window);

      expect(stretches.length).toBeLessThanOrEqual(360);
      expect(stretches.length).toBeGreaterThanOrEqual(89);
      expect(stretches).toHaveLength(Math.ceil((to - from) / stepMs));
      expect(stage.clock.now() - to).toBeLessThanOrEqual(historyPointMs);
      expect(from % stepMs).toBe(0);
    },
  );

  it("does not take for a gap what is only not written yet, but a leader that is silent for longer", async () => {
    const instance = await stage.live();
    await passPoints(2);
    const { to } = await historyOf(instance);
    stage.between = (point) =>
      point === "before history.save"
        ? Promise.reject(new AppError("accounting_unavailable", "Away."))
        : Promise.resolve();
    await passPoints(2);
    expect((await historyOf(instance)).to).toBe(to);

    await passPoints(2);
    expect((await historyOf(instance)).to).toBeGreaterThan(to);
    expect(await kindsOf(instance, 2)).toEqual(["gap", "gap"]);
  });

  it("is written down later when the database could not take it", async () => {
    const instance = await stage.live();
    await passPoints(1);
    stage.between = (point) =>
      point === "before history.save"
        ? Promise.reject(new AppError("accounting_unavailable", "Away."))
        : Promise.resolve();
    stage.putPayment("a");
    await passPoints(15);
    stage.between = () => Promise.resolve();
    await passPoints(1);

    expect(await kindsOf(instance, 15)).not.toContain("gap");
    expect(sumOf((await stretchesOf(instance)).slice(-17), ({ changes }) => changes.payments)).toBe(1);
  });

  it("counts the errors of the service where they were", async () => {
    const instance = await stage.live();
    await passPoints(2);
    stage.between = (point) =>
      point === "before events.append" ? Promise.reject(new Error("nobody foresaw this")) : Promise.resolve();
    stage.putPayment("a");
    await passPoints(2);
    stage.between = () => Promise.resolve();
    await passPoints(1);

    expect(instance.pipeline.errors()).not.toEqual([]);
    const errors = sumOf(await stretchesOf(instance), (stretch) => stretch.errors);
    expect(errors).toBe(instance.pipeline.errors().length);
  });
});
