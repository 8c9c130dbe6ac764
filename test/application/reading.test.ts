import { beforeEach, describe, expect, it } from "vitest";
import type { OpenFeed } from "../../src/application/ports/change-feed.ts";
import { beginReading, coverReading, type ReadingPorts, recordGap } from "../../src/application/reading.ts";
import type { Checkpoint, HistoryGap } from "../../src/domain/sync/checkpoint.ts";
import { aCheckpoint } from "../support/a-checkpoint.ts";
import { at, createLaneStage } from "../support/lane-stage.ts";

let checkpoint: Checkpoint;
let syncs: number;
let ports: ReadingPorts;

const openAt = (increment: number): OpenFeed => ({
  start: { token: `t${increment}`, clusterTime: at(increment) },
  next: () => Promise.reject(new Error("nobody reads on")),
  close: () => Promise.resolve(),
});

const lost = { kind: "history_lost", reason: "oplog_truncated", detail: "too old" } as const;
const openGap: HistoryGap = { ...lost, from: at(3), to: null, openedAt: 1, closedAt: null };

beforeEach(() => {
  const { clock, lane } = createLaneStage(at(1));
  checkpoint = { ...aCheckpoint, position: { token: "t5", clusterTime: at(5) }, readFloor: at(7) };
  syncs = 0;
  ports = {
    clock,
    lane,
    projectionId: "p1",
    checkpoint: () => checkpoint,
    patchCheckpoint: (patch) => {
      checkpoint = { ...checkpoint, ...patch };
      return Promise.resolve();
    },
    startCoveringSync: () => {
      syncs += 1;
      return Promise.resolve();
    },
    onBrokenOff: () => undefined,
  };
});

describe("a reading that begins anew", () => {
  it("is counted, and has its position stored before anything is read of it", async () => {
    await beginReading(ports, openAt(20));
    expect(checkpoint).toMatchObject({ reading: 2, coveredReading: 1, position: { token: "t20" } });
  });

  it("lets nothing be read any more that is older than its beginning", async () => {
    await beginReading(ports, openAt(20));
    expect(ports.lane.floor()).toBe(at(20));
  });

  it("is where an open gap ends, and leaves one that is closed alone", async () => {
    checkpoint = { ...checkpoint, gap: openGap };
    await beginReading(ports, openAt(20));
    expect(checkpoint.gap).toEqual({ ...openGap, to: at(20) });
    const closed = { ...openGap, to: at(20), closedAt: 2 };
    checkpoint = { ...checkpoint, gap: closed };
    await beginReading(ports, openAt(30));
    expect(checkpoint.gap).toEqual(closed);
  });
});

describe("a full sync that must come", () => {
  it("is started unless the ledger shows everything, under this projection", async () => {
    await coverReading(ports);
    expect(syncs).toBe(0);
    for (const lacking of [
      { initialised: false },
      { coveredReading: 0 },
      { projectionId: "p2" },
      { projectionId: null },
    ]) {
      const before = syncs;
      checkpoint = { ...aCheckpoint, ...lacking };
      await coverReading(ports);
      expect(syncs).toBe(before + 1);
    }
  });
});

describe("lost history", () => {
  it("is written down from the position that was reached, and the position forgotten", async () => {
    expect(await recordGap(ports, lost)).toBe(1);
    expect(checkpoint).toMatchObject({ position: null, gapsInARow: 1 });
    expect(checkpoint.gap).toMatchObject({
      reason: lost.reason,
      detail: lost.detail,
      from: at(5),
      to: null,
      closedAt: null,
    });
  });

  it("is written down from the last commit where there was no position", async () => {
    checkpoint = { ...checkpoint, position: null };
    await recordGap(ports, lost);
    expect(checkpoint.gap?.from).toBe(at(7));
  });

  it("that is lost again before it was made good begins where it began first", async () => {
    checkpoint = { ...checkpoint, gap: openGap, gapsInARow: 1 };
    expect(await recordGap(ports, lost)).toBe(2);
    expect(checkpoint.gap?.from).toBe(at(3));
  });
});
