import { beforeEach, describe, expect, it } from "vitest";
import type { Corrections } from "../../src/application/drift-watch.ts";
import { AppError } from "../../src/application/errors.ts";
import { createRunTracker, type RunTracker } from "../../src/application/run-tracker.ts";
import type { DocumentKey } from "../../src/domain/sync/failure.ts";
import { documentKey } from "../../src/domain/sync/failure.ts";
import type { Run } from "../../src/domain/sync/run.ts";
import { aRun } from "../support/a-run.ts";
import { createMemoryStage, type MemoryStage, named } from "../support/memory-stage.ts";

const { signal } = new AbortController();

let stage: MemoryStage;
let tracker: RunTracker;
let shown: Run[];
let corrected: (readonly DocumentKey[])[];

beforeEach(async () => {
  stage = createMemoryStage();
  shown = [];
  corrected = [];
  const { runs } = stage.accounting.connect("a:1", (point) => stage.between(point));
  await runs.create(aRun, 1n, signal);
  const ports = { runs, epoch: 1n, clock: stage.clock, random: () => 0, onWaiting: () => undefined };
  const watch = {
    onChange: (run: Run) => shown.push(run),
    onCorrected: ({ keys }: Corrections) => corrected.push(keys),
  };
  tracker = createRunTracker({ ...ports, ...watch }, aRun, signal);
});

const stored = () => stage.accounting.store.runs.get(aRun.id)?.run;
const progress = { ...aRun.progress, processed: 5, after: named("rent") };

describe("a run between two chunks", () => {
  it("is shown and stored as far as it is", async () => {
    await tracker.update({ progress });
    expect([tracker.run(), shown.at(-1), stored()].map((run) => run?.progress)).toEqual([progress, progress, progress]);
  });

  it("is stored however long the database is away", async () => {
    let isAway = true;
    stage.between = (point) =>
      isAway && point === "before runs.save"
        ? Promise.reject(new AppError("accounting_unavailable", "away"))
        : Promise.resolve();
    const updating = tracker.update({ progress });
    await stage.passTime(30_000);
    isAway = false;
    await stage.inTime(updating);
    expect(stored()?.progress).toEqual(progress);
  });

  it("ends when another leader has taken it over", async () => {
    await stage.accounting.connect("b:1").runs.save(aRun, 2n, signal);
    await expect(tracker.update({ progress })).rejects.toMatchObject({ code: "fenced" });
    expect(stored()?.progress).toEqual(aRun.progress);
  });

  it("tells of corrections, not of their absence", () => {
    tracker.corrected(stage.source.now(), []);
    tracker.corrected(stage.source.now(), [documentKey("payments", named("rent"))]);
    expect(corrected).toEqual([[documentKey("payments", named("rent"))]]);
  });
});
