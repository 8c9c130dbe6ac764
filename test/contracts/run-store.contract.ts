import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunFilter, RunStore } from "../../src/application/ports/run-store.ts";
import { incomeRowId } from "../../src/domain/ids.ts";
import { documentKey } from "../../src/domain/sync/failure.ts";
import { emptyCounts, type Run } from "../../src/domain/sync/run.ts";
import { objectId } from "./neutral-documents.ts";

/** What this suite needs of an accounting database. */
export type RunStoreHarness = { readonly runs: RunStore; close(): Promise<void> };

const anyRun: RunFilter = { kind: null, state: null, schedule: null };

const runOf = (id: string, fields: Partial<Run> = {}): Run => ({
  id,
  kind: "full",
  trigger: "api",
  actor: "eve",
  state: "queued",
  projectionId: "p1",
  reading: 0,
  dryRun: false,
  confirmed: false,
  progress: { phase: "properties", after: null, processed: 0, total: null },
  counts: emptyCounts,
  drift: [],
  orphansCounted: true,
  startedAt: null,
  endedAt: null,
  createdAt: 1_000,
  error: null,
  resumedFrom: null,
  schedule: null,
  ...fields,
});

/** What every RunStore must do. */
export const describeRunStoreContract = (name: string, createSubject: () => Promise<RunStoreHarness>): void => {
  describe(`run store: ${name}`, () => {
    const { signal } = new AbortController();
    let subject: RunStoreHarness;
    let runs: RunStore;

    beforeEach(async () => {
      subject = await createSubject();
      runs = subject.runs;
    });
    afterEach(() => subject.close());

    const createAll = async (all: readonly Run[]): Promise<void> => {
      for (const run of all) await runs.create(run, 1n, signal);
    };
    const idsOf = async (filter: Partial<RunFilter> = {}) =>
      (await runs.list({ ...anyRun, ...filter }, { limit: 50, cursor: null }, signal)).items.map(({ id }) => id);

    it("gives a run back as it was created, and null for one that was not", async () => {
      const run = runOf("a", {
        state: "running",
        progress: { phase: "void_rows", after: incomeRowId(objectId(1)), processed: 7, total: 9 },
        counts: { ...emptyCounts, read: 12, toRetract: 3 },
        drift: [documentKey("payments", objectId(1))],
        startedAt: 2_000,
        resumedFrom: "z",
      });
      await runs.create(run, 1n, signal);
      expect(await runs.get("a", signal)).toEqual(run);
      expect(await runs.get("b", signal)).toBeNull();
    });

    it("replaces a run whole, as often as it is told to", async () => {
      await runs.create(runOf("a"), 1n, signal);
      const over = runOf("a", { state: "failed", endedAt: 3_000, error: { code: "internal", message: "broken" } });
      expect(await runs.save(over, 1n, signal)).toBe("saved");
      expect(await runs.save(over, 1n, signal)).toBe("saved");
      expect(await runs.get("a", signal)).toEqual(over);
      expect(await idsOf()).toEqual(["a"]);
    });

    it("keeps a former leader from a run that its successor has taken up", async () => {
      await runs.create(runOf("a"), 1n, signal);
      const resumed = runOf("a", { state: "running", resumedFrom: "a" });
      expect(await runs.save(resumed, 2n, signal)).toBe("saved");
      expect(await runs.save(runOf("a", { state: "cancelled" }), 1n, signal)).toBe("fenced");
      expect(await runs.get("a", signal)).toEqual(resumed);
      expect(await runs.save(runOf("a", { state: "succeeded" }), 3n, signal)).toBe("saved");
    });

    it("does not let a former leader end what its successor created", async () => {
      await runs.create(runOf("a"), 2n, signal);
      expect(await runs.save(runOf("a", { state: "cancelled" }), 1n, signal)).toBe("fenced");
    });

    describe("the tick of a schedule", () => {
      const schedule = { name: "hourly", plannedAt: 3_600_000 };

      it("has one run: another one is not created, and is told which is there", async () => {
        expect(await runs.create(runOf("a", { schedule }), 1n, signal)).toEqual({ kind: "created" });
        const exists = { kind: "exists", runId: "a" };
        expect(await runs.create(runOf("b", { schedule }), 1n, signal)).toEqual(exists);
        expect(await runs.create(runOf("c", { schedule, state: "skipped" }), 2n, signal)).toEqual(exists);
        expect(await idsOf()).toEqual(["a"]);
      });

      it("has it when two leaders create it at the same time", async () => {
        const created = await Promise.all(
          ["a", "b", "c", "d"].map((id) => runs.create(runOf(id, { schedule }), 1n, signal)),
        );
        const [id, ...more] = await idsOf();
        expect(more).toEqual([]);
        expect(created.filter(({ kind }) => kind === "created")).toHaveLength(1);
        expect(created.filter(({ kind }) => kind === "exists")).toEqual(Array(3).fill({ kind: "exists", runId: id }));
      });

      it("knows its own run again when the reply to its creation was lost", async () => {
        await runs.create(runOf("a", { schedule }), 1n, signal);
        expect(await runs.create(runOf("a", { schedule }), 1n, signal)).toEqual({ kind: "created" });
        expect(await runs.get("a", signal)).toEqual(runOf("a", { schedule }));
      });

      it("is not that of another schedule, of another time, or of runs that a person began", async () => {
        const others = [
          schedule,
          { ...schedule, name: "daily" },
          { ...schedule, plannedAt: 7_200_000 },
          { name: "hourly", plannedAt: null },
          { name: "hourly", plannedAt: null },
          null,
          null,
        ];
        for (const [index, other] of others.entries()) {
          const created = await runs.create(runOf(`r${index}`, { schedule: other }), 1n, signal);
          expect(created).toEqual({ kind: "created" });
        }
      });
    });

    it("lists newest first, and pages those of one moment exactly once", async () => {
      const created = [3, 1, 2, 2, 2, 5];
      await createAll(created.map((createdAt, index) => runOf(`r${index}`, { createdAt })));
      const order = await idsOf();
      expect(order.map((id) => created[Number(id.slice(1))])).toEqual([5, 3, 2, 2, 2, 1]);
      for (const limit of [1, 2, 3, 6]) {
        const seen: string[] = [];
        for (let cursor: string | null = null, pages = 0; pages < 10; pages += 1) {
          const page: Awaited<ReturnType<RunStore["list"]>> = await runs.list(anyRun, { limit, cursor }, signal);
          seen.push(...page.items.map(({ id }) => id));
          cursor = page.next;
          if (cursor === null) break;
        }
        expect(seen).toEqual(order);
      }
    });

    it("filters by kind and state", async () => {
      await createAll([
        runOf("a", { kind: "full", state: "failed", createdAt: 1 }),
        runOf("b", { kind: "initial", state: "failed", createdAt: 2 }),
        runOf("c", { kind: "full", state: "running", createdAt: 3 }),
      ]);
      expect(await idsOf({ kind: "full" })).toEqual(["c", "a"]);
      expect(await idsOf({ state: "failed" })).toEqual(["b", "a"]);
      expect(await idsOf({ kind: "initial", state: "running" })).toEqual([]);
    });

    it("filters by the schedule that asked, also for runs that a person let it begin", async () => {
      const ofHourly = (plannedAt: number | null) => ({ schedule: { name: "hourly", plannedAt } });
      await createAll([
        runOf("a", { ...ofHourly(1), createdAt: 1 }),
        runOf("b", { ...ofHourly(null), kind: "deep", createdAt: 2 }),
        runOf("c", { schedule: { name: "daily", plannedAt: 1 }, createdAt: 3 }),
        runOf("d", { createdAt: 4 }),
        runOf("e", { ...ofHourly(2), state: "skipped", createdAt: 5 }),
      ]);
      expect(await idsOf({ schedule: "hourly" })).toEqual(["e", "b", "a"]);
      expect(await idsOf({ schedule: "hourly", state: "skipped" })).toEqual(["e"]);
      expect(await idsOf({ schedule: "hour" })).toEqual([]);
    });

    it("refuses a cursor that it did not give", async () => {
      const asked = runs.list(anyRun, { limit: 1, cursor: "nonsense" }, signal);
      await expect(asked).rejects.toMatchObject({ code: "validation" });
    });

    it("finds what is unfinished, oldest first", async () => {
      await createAll([
        runOf("late", { state: "queued", createdAt: 9 }),
        runOf("early", { state: "running", createdAt: 1 }),
        ...(["succeeded", "failed", "cancelled", "skipped"] as const).map((state) =>
          runOf(state, { state, createdAt: 5 }),
        ),
      ]);
      expect((await runs.unfinished(signal)).map(({ id }) => id)).toEqual(["early", "late"]);
      await runs.save(runOf("early", { state: "succeeded", createdAt: 1 }), 1n, signal);
      expect((await runs.unfinished(signal)).map(({ id }) => id)).toEqual(["late"]);
    });

    it("counts runs by kind and state, and none that there are not", async () => {
      expect(await runs.counts(signal)).toEqual([]);
      await runs.create(runOf("a", { kind: "full", state: "running" }), 1n, signal);
      await runs.create(runOf("b", { kind: "full", state: "succeeded" }), 1n, signal);
      await runs.create(runOf("c", { kind: "full", state: "succeeded" }), 1n, signal);
      await runs.create(runOf("d", { kind: "deep", state: "succeeded" }), 1n, signal);
      const counts = await runs.counts(signal);
      expect(counts.toSorted((a, b) => `${a.kind} ${a.state}`.localeCompare(`${b.kind} ${b.state}`))).toEqual([
        { kind: "deep", state: "succeeded", runs: 1 },
        { kind: "full", state: "running", runs: 1 },
        { kind: "full", state: "succeeded", runs: 2 },
      ]);
    });
  });
};
