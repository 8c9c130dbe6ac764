import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ScheduleNews, ScheduleStore } from "../../src/application/ports/schedule-store.ts";
import { defaultSchedules } from "../../src/domain/schedule/default-schedules.ts";
import { historyOf } from "../../src/domain/schedule/history.ts";
import { newSchedule, type Schedule } from "../../src/domain/schedule/schedule.ts";
import { aSchedule } from "../support/a-schedule.ts";

/** What this suite needs of an accounting database: one in which the sink is prepared and no schedule has ever been. */
export type ScheduleStoreHarness = { readonly schedules: ScheduleStore; close(): Promise<void> };

const defaults = defaultSchedules("UTC").map((definition) => newSchedule(definition, 1_000));
const names = ["daily_sync", "hourly_sync", "monthly_deep_sync", "weekly_consistency_check"];

/** What every ScheduleStore must do. */
export const describeScheduleStoreContract = (
  name: string,
  createSubject: () => Promise<ScheduleStoreHarness>,
): void => {
  describe(`schedule store: ${name}`, () => {
    const { signal } = new AbortController();
    let subject: ScheduleStoreHarness;
    let store: ScheduleStore;

    beforeEach(async () => {
      subject = await createSubject();
      store = subject.schedules;
    });
    afterEach(() => subject.close());

    const newsOf = (schedule: Schedule, change: Partial<ScheduleNews> = {}): ScheduleNews => ({
      decidedThrough: schedule.decidedThrough,
      history: historyOf(schedule),
      ...change,
    });
    const storedNames = async () => (await store.list(signal)).map((schedule) => schedule.name);

    describe("the defaults", () => {
      it("are inserted at the first start", async () => {
        await store.prepare(defaults, signal);
        expect(await storedNames()).toEqual(names);
        expect(await store.get("daily_sync", signal)).toEqual(defaults[0]);
      });

      it("do not come back when they were deleted, nor lose what was changed", async () => {
        await store.prepare(defaults, signal);
        await store.remove("hourly_sync", null, signal);
        const definition = { cronExpression: "0 5 * * *" };
        await store.redefine("daily_sync", null, { definition, now: 2_000 }, signal);
        await store.prepare(defaults, signal);
        expect(await storedNames()).toEqual(names.filter((one) => one !== "hourly_sync"));
        expect(await store.get("daily_sync", signal)).toMatchObject(definition);
      });

      it("are inserted once when several instances start together, and leave one of the same name alone", async () => {
        await store.insert({ ...aSchedule, name: "daily_sync" }, 50, signal);
        const starts = [1, 2, 3].map(() => store.prepare(defaults, signal));
        // A database may refuse one of them for the moment; whoever starts tries again.
        await Promise.allSettled(starts);
        await store.prepare(defaults, signal);
        expect(await storedNames()).toEqual(names);
        expect(await store.get("daily_sync", signal)).toMatchObject({ description: aSchedule.description });
      });
    });

    it("gives a schedule back as it was inserted, and null for one that was not", async () => {
      expect(await store.insert(aSchedule, 50, signal)).toBe("inserted");
      expect(await store.get(aSchedule.name, signal)).toEqual(aSchedule);
      expect(await store.get("other", signal)).toBeNull();
    });

    it("inserts none over another of its name", async () => {
      await store.insert(aSchedule, 50, signal);
      expect(await store.insert({ ...aSchedule, description: "usurper" }, 50, signal)).toBe("exists");
      expect(await store.get(aSchedule.name, signal)).toEqual(aSchedule);
    });

    it("never holds more than it is told to, however many are inserted at the same time", async () => {
      const names = Array.from({ length: 12 }, (_, number) => `s${number}`);
      const outcomes = await Promise.all(names.map((name) => store.insert({ ...aSchedule, name }, 5, signal)));
      expect(outcomes.filter((outcome) => outcome === "inserted")).toHaveLength(5);
      expect(outcomes.filter((outcome) => outcome === "full")).toHaveLength(7);
      expect(await store.list(signal)).toHaveLength(5);
      const [kept] = await store.list(signal);
      if (kept !== undefined) expect(await store.insert(kept, 5, signal)).toBe("exists");
    });

    it("lists by name", async () => {
      for (const one of ["b", "A", "c", "a"]) await store.insert({ ...aSchedule, name: one }, 50, signal);
      expect(await storedNames()).toEqual(["A", "a", "b", "c"]);
    });

    describe("a changed definition", () => {
      beforeEach(async () => {
        await store.insert(aSchedule, 50, signal);
      });

      it("keeps the history, and counts from now on where its timing changed", async () => {
        const definition = { cronExpression: "*/5 * * * *", description: "$often" };
        const outcome = await store.redefine(aSchedule.name, null, { definition, now: 9_000 }, signal);
        const revision = aSchedule.revision + 1;
        const schedule = { ...aSchedule, ...definition, revision, decidedThrough: 9_000, updatedAt: 9_000 };
        expect(outcome).toEqual({ kind: "changed", schedule });
        expect(await store.get(aSchedule.name, signal)).toEqual(schedule);
      });

      it("that says nothing of its timing leaves open what is due", async () => {
        await store.redefine(aSchedule.name, null, { definition: { description: "other" }, now: 9_000 }, signal);
        expect(await store.get(aSchedule.name, signal)).toMatchObject({ decidedThrough: aSchedule.decidedThrough });
      });

      it("needs one of the revisions that it was told", async () => {
        const change = { definition: { description: "mine" }, now: 9_000 };
        expect(await store.redefine(aSchedule.name, [], change, signal)).toEqual({ kind: "outdated" });
        expect(await store.redefine(aSchedule.name, [1, 2], change, signal)).toEqual({ kind: "outdated" });
        const first = await store.redefine(aSchedule.name, [1, aSchedule.revision], change, signal);
        expect(first).toMatchObject({ kind: "changed" });
        expect(await store.redefine(aSchedule.name, [aSchedule.revision], change, signal)).toEqual({
          kind: "outdated",
        });
      });

      it("of one that is not there is missing", async () => {
        const change = { definition: {}, now: 9_000 };
        expect(await store.redefine("other", null, change, signal)).toEqual({ kind: "missing" });
        expect(await store.redefine("other", [1], change, signal)).toEqual({ kind: "missing" });
      });

      it("loses nothing of others that are made at the same time", async () => {
        await Promise.all([
          store.redefine(aSchedule.name, null, { definition: { description: "one" }, now: 9_000 }, signal),
          store.redefine(aSchedule.name, null, { definition: { kind: "deep" }, now: 9_000 }, signal),
          store.redefine(aSchedule.name, null, { definition: { timezone: "Asia/Tokyo" }, now: 9_000 }, signal),
        ]);
        const all = { description: "one", kind: "deep", timezone: "Asia/Tokyo", revision: aSchedule.revision + 3 };
        expect(await store.get(aSchedule.name, signal)).toMatchObject(all);
      });
    });

    it("removes the revision that it was told, or whichever is there", async () => {
      await store.insert(aSchedule, 50, signal);
      expect(await store.remove(aSchedule.name, [1], signal)).toBe("outdated");
      expect(await store.remove(aSchedule.name, [aSchedule.revision], signal)).toBe("removed");
      expect(await store.remove(aSchedule.name, [aSchedule.revision], signal)).toBe("missing");
      await store.insert(aSchedule, 50, signal);
      expect(await store.remove(aSchedule.name, null, signal)).toBe("removed");
      expect(await store.list(signal)).toEqual([]);
    });

    describe("the leader's news", () => {
      const history = {
        runCount: 8,
        successCount: 7,
        successMs: 70_000,
        lastRunAt: 7_000,
        lastStatus: "failed",
        lastError: "$the database does not answer",
        activeRunId: "$r8",
      } as const;
      const news = { decidedThrough: 7_000, history };

      beforeEach(async () => {
        await store.insert(aSchedule, 50, signal);
      });

      it("change what became of it and nothing else, as often as they are told", async () => {
        await store.record(aSchedule, 1n, news, signal);
        await store.record(aSchedule, 1n, news, signal);
        expect(await store.get(aSchedule.name, signal)).toEqual({ ...aSchedule, ...history, decidedThrough: 7_000 });
      });

      it("of a former leader are not taken any more", async () => {
        await store.record(aSchedule, 2n, news, signal);
        await store.record({ ...aSchedule, decidedThrough: 7_000 }, 1n, newsOf(aSchedule), signal);
        expect(await store.get(aSchedule.name, signal)).toMatchObject({ runCount: 8, decidedThrough: 7_000 });
      });

      it("stay beside a definition that was changed meanwhile, whose ticks count from its own time", async () => {
        const definition = { cronExpression: "30 * * * *" };
        await store.redefine(aSchedule.name, null, { definition, now: 9_000 }, signal);
        await store.record(aSchedule, 1n, news, signal);
        const expected = { ...definition, runCount: 8, decidedThrough: 9_000 };
        expect(await store.get(aSchedule.name, signal)).toMatchObject(expected);
      });

      it("do not go to one that was deleted, or deleted and made anew", async () => {
        await store.remove(aSchedule.name, null, signal);
        await store.record(aSchedule, 1n, news, signal);
        expect(await store.get(aSchedule.name, signal)).toBeNull();
        const anew = { ...aSchedule, createdAt: aSchedule.createdAt + 1 };
        await store.insert(anew, 50, signal);
        await store.record(aSchedule, 1n, news, signal);
        expect(await store.get(aSchedule.name, signal)).toEqual(anew);
      });
    });

    it("remembers whether everything is paused, and since when ticks count again", async () => {
      await store.prepare([], signal);
      expect(await store.state(signal)).toEqual({ isPaused: false, resumedAt: 0 });
      await store.setState({ isPaused: true, resumedAt: 0 }, signal);
      expect(await store.state(signal)).toEqual({ isPaused: true, resumedAt: 0 });
      await store.setState({ isPaused: false, resumedAt: 5_000 }, signal);
      await store.prepare([], signal);
      expect(await store.state(signal)).toEqual({ isPaused: false, resumedAt: 5_000 });
    });
  });
};
