import { describe, expect, it } from "vitest";
import type { WireHistory } from "../../src/contract/history.ts";
import { type Heard, noCounts } from "../../src/dashboard/live/activity-log.ts";
import { joinHistory } from "../../src/dashboard/live/join-history.ts";
import { rowsOf } from "../../src/dashboard/pages/overview/activity-table.tsx";
import { gapsIn } from "../../src/dashboard/pages/overview/gap-bands.tsx";

const start = 1_700_000_000_000;
const stepMs = 10_000;
const at = (step: number): number => start + step * stepMs;
const nothing = { payments: 0, properties: 0, owners: 0 };

const told = (...kinds: readonly Heard["kind"][]): WireHistory["stretches"] =>
  kinds.map((kind, step) => ({
    at: new Date(at(step)).toISOString(),
    kind,
    knownMs: kind === "gap" ? 0 : stepMs,
    lagMs: kind === "gap" ? null : 0,
    changes: kind === "busy" ? { ...nothing, payments: 2 } : nothing,
    failed: 0,
    errors: 0,
  }));

const historyOf = (kinds: readonly Heard["kind"][], step = stepMs): WireHistory => ({
  window: "15m",
  from: new Date(start).toISOString(),
  to: new Date(at(kinds.length)).toISOString(),
  stepMs: step,
  stretches: told(...kinds),
});

const heard = (step: number, kind: Heard["kind"], payments = 0): Heard => ({
  from: at(step),
  kind,
  lagMs: kind === "gap" ? null : 7,
  counts: { ...noCounts, payments },
});

const kindsOf = (history: WireHistory, pieces: readonly Heard[]) =>
  joinHistory(history, pieces).map(({ from, kind }) => [(from - start) / stepMs, kind]);

describe("the picture of the past and the present", () => {
  it("goes on behind what is written, and moves on with what is heard", () => {
    expect(kindsOf(historyOf(["gap", "idle", "busy"]), [heard(3, "busy", 1), heard(4, "idle")])).toEqual([
      [2, "busy"],
      [3, "busy"],
      [4, "idle"],
    ]);
  });

  it("draws no gap where it only was not written yet when somebody began to listen", () => {
    expect(kindsOf(historyOf(["idle", "idle", "idle", "idle"]), [heard(6, "idle")])).toEqual([
      [1, "idle"],
      [2, "idle"],
      [3, "idle"],
      [6, "idle"],
    ]);
  });

  it("draws one where nobody has listened for longer", () => {
    expect(kindsOf(historyOf(["idle", "idle"]), [heard(6, "idle")]).at(-2)).toEqual([5, "gap"]);
  });

  it("adds what is heard to a longer stretch that is not over", () => {
    const history = { ...historyOf([], 30 * stepMs), stretches: told("busy") };
    const [only, ...more] = joinHistory(history, [heard(3, "busy", 4), heard(4, "idle")]);

    expect(more).toEqual([]);
    expect(only).toMatchObject({ from: start, kind: "busy", lagMs: 7, counts: { payments: 6 } });
  });

  it("says as a table what is drawn, in one row where nothing changes", () => {
    const rows = rowsOf(joinHistory(historyOf(["gap", "gap", "idle", "idle", "busy", "busy"]), []), stepMs);

    expect(rows.map(({ from, to, kind }) => [kind, (from - start) / stepMs, (to - start) / stepMs])).toEqual([
      ["gap", 0, 2],
      ["idle", 2, 4],
      ["busy", 4, 5],
      ["busy", 5, 6],
    ]);
  });

  it("hatches from the last that is known to the next", () => {
    const stretches = joinHistory(historyOf(["gap", "idle", "gap", "gap", "busy", "gap"]), []);

    expect(gapsIn(stretches).map(({ from, to }) => [(from - start) / stepMs, (to - start) / stepMs])).toEqual([
      [0, 1],
      [1, 4],
      [4, 5],
    ]);
  });
});
