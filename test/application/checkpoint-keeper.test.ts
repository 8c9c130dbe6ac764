import { beforeEach, describe, expect, it } from "vitest";
import { type CheckpointKeeper, createCheckpointKeeper } from "../../src/application/checkpoint-keeper.ts";
import { AppError } from "../../src/application/errors.ts";
import { type Checkpoint, committedFieldsOf } from "../../src/domain/sync/checkpoint.ts";
import { createMemoryStage, type MemoryStage } from "../support/memory-stage.ts";
import { settle } from "../support/virtual-time.ts";

let stage: MemoryStage;
let keeper: CheckpointKeeper;
let abandon: AbortController;

const stored = () => stage.accounting.store.checkpoint;

beforeEach(async () => {
  stage = createMemoryStage();
  abandon = new AbortController();
  const { sink } = stage.accounting.connect("a:1", (point) => stage.between(point));
  const start = await sink.takeOver(1n, abandon.signal);
  const ports = { sink, epoch: 1n, abandon, clock: stage.clock, random: () => 0, onWaiting: () => undefined };
  keeper = createCheckpointKeeper(ports, start);
});

describe("what a leader knows of its checkpoint", () => {
  it("is moved by its commits", () => {
    const position = { token: "t", clusterTime: stage.source.now() };
    keeper.committed({ ...committedFieldsOf(stored()), commitNo: 4n, position });
    expect(keeper.current()).toEqual({ ...stored(), commitNo: 4n, position });
  });

  it("is a wish only once that is stored", async () => {
    const door = Promise.withResolvers<void>();
    stage.between = (point) => (point === "before sink.patchCheckpoint" ? door.promise : Promise.resolve());
    const patching = keeper.patch({ realTimeWanted: false });
    await settle();
    expect(keeper.current().realTimeWanted).toBe(true);
    door.resolve();
    await patching;
    expect([keeper.current().realTimeWanted, stored().realTimeWanted]).toEqual([false, false]);
  });

  it("keeps a commit that happened while a wish was stored", async () => {
    const door = Promise.withResolvers<void>();
    stage.between = (point) => (point === "before sink.patchCheckpoint" ? door.promise : Promise.resolve());
    const patching = keeper.patch({ realTimeWanted: false });
    keeper.committed({ ...committedFieldsOf(stored()), commitNo: 4n });
    door.resolve();
    await patching;
    expect(keeper.current()).toMatchObject({ realTimeWanted: false, commitNo: 4n });
  });

  it("is stored one wish after the other, and one that builds on the last sees what that has stored", async () => {
    const door = Promise.withResolvers<void>();
    stage.between = (point) => (point === "before sink.patchCheckpoint" ? door.promise : Promise.resolve());
    const more = ({ driftCorrected }: Checkpoint) => ({ driftCorrected: driftCorrected + 1 });
    const patching = [keeper.patch(more), keeper.patch(more), keeper.patch(more)];
    await settle();
    door.resolve();
    await Promise.all(patching);
    expect([keeper.current().driftCorrected, stored().driftCorrected]).toEqual([3, 3]);
  });

  it("is stored however long the database is away", async () => {
    let isAway = true;
    stage.between = (point) =>
      isAway && point === "before sink.patchCheckpoint"
        ? Promise.reject(new AppError("accounting_unavailable", "away"))
        : Promise.resolve();
    const patching = keeper.patch({ realTimeWanted: false });
    await stage.passTime(60_000);
    isAway = false;
    await stage.inTime(patching);
    expect(stored().realTimeWanted).toBe(false);
  });

  it("ends its term when another leader has taken over, and changes nothing", async () => {
    await stage.accounting.connect("b:1").sink.takeOver(2n, abandon.signal);
    await expect(keeper.patch({ realTimeWanted: false })).rejects.toMatchObject({ code: "fenced" });
    expect(abandon.signal.reason).toMatchObject({ code: "fenced" });
    expect([keeper.current().realTimeWanted, stored().realTimeWanted]).toEqual([true, true]);
  });

  it("is refreshed with what was stored although its reply was lost", async () => {
    stage.accounting.store.checkpoint = { ...stored(), commitNo: 9n };
    await keeper.refresh();
    expect(keeper.current().commitNo).toBe(9n);
  });

  it("is not taken back by a refresh that a commit has overtaken", async () => {
    const door = Promise.withResolvers<void>();
    let isFirst = true;
    stage.between = (point) => {
      if (point !== "after sink.checkpoint" || !isFirst) return Promise.resolve();
      isFirst = false;
      return door.promise;
    };
    const refreshing = keeper.refresh();
    await settle();
    stage.accounting.store.checkpoint = { ...stored(), commitNo: 4n };
    keeper.committed({ ...committedFieldsOf(stored()), commitNo: 4n });
    door.resolve();
    await refreshing;
    expect(keeper.current().commitNo).toBe(4n);
  });
});
