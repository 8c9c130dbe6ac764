import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClusterTime } from "../../../src/domain/cluster-time.ts";
import type { SourceKeys } from "../../../src/domain/source/source-cut.ts";
import { type Change, coalesce } from "../../../src/domain/sync/change.ts";
import { documentKey } from "../../../src/domain/sync/failure.ts";
import { addsUp, addTallies, emptyTally, type Tally } from "../../../src/domain/sync/tally.ts";
import { anyRules } from "../../support/arbitraries/rules.ts";
import { sourceHistory } from "../../support/arbitraries/source-history.ts";
import { playSourceHistory } from "../../support/play-source-history.ts";
import { runs } from "../../support/runs.ts";

const clusterTime = createClusterTime(1_700_000_000, 1);
const collections = ["payments", "properties", "owners"] as const;
const keysOf = (keys: SourceKeys) => collections.flatMap((name) => keys[name].map((id) => documentKey(name, id)));
const sum = (outcomes: Readonly<Record<string, number>>): number =>
  Object.values(outcomes).reduce((total, count) => total + count, 0);

describe("the outcomes of a unit", () => {
  it("count every key exactly once, and no document that was only read besides", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, (steps, rules) => {
        playSourceHistory(steps, rules, {
          onUnit: (_, { outcomes }, keys) => expect(sum(outcomes)).toBe(keysOf(keys).length),
        });
      }),
      runs(1_000),
    );
  });

  it("name as changed exactly the keys that are counted as applied", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, (steps, rules) => {
        playSourceHistory(steps, rules, {
          onUnit: (_, { outcomes, changedKeys }, keys) => {
            expect(changedKeys.length).toBe(outcomes.applied);
            expect(new Set(changedKeys).difference(new Set(keysOf(keys))).size).toBe(0);
          },
        });
      }),
      runs(1_000),
    );
  });

  it("call a payment applied exactly when a row of it was written", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, (steps, rules) => {
        playSourceHistory(steps, rules, {
          onUnit: (_, { changedKeys, journal, rows }, keys) => {
            const written = [...rows.inserts, ...rows.replacements];
            expect(written.map(({ id }) => id).sort()).toEqual(journal.map(({ rowId }) => rowId).sort());
            for (const id of keys.payments) {
              const isApplied = changedKeys.includes(documentKey("payments", id));
              expect(written.some(({ sourceId }) => sourceId === id)).toBe(isApplied);
            }
          },
        });
      }),
      runs(1_000),
    );
  });

  it("make with the coalesced events a tally that adds up, however the events were batched", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, fc.integer({ min: 1, max: 4 }), (steps, rules, times) => {
        let tally = emptyTally;
        playSourceHistory(steps, rules, {
          onUnit: (_, { outcomes }, keys) => {
            const { events } = coalesce(reported(keys, times));
            const unit: Tally = { ...outcomes, events, coalesced: events - sum(outcomes) };
            expect(unit.coalesced).toBe((times - 1) * keysOf(keys).length);
            expect(addsUp(unit)).toBe(true);
            tally = addTallies(tally, unit);
          },
        });
        expect(addsUp(tally)).toBe(true);
      }),
      runs(1_000),
    );
  });
});

/** Every key reported that many times. */
const reported = (keys: SourceKeys, times: number): readonly Change[] =>
  Array.from({ length: times }, () =>
    collections.flatMap((collection) =>
      keys[collection].map((id): Change => ({ collection, id, clusterTime, wallTime: 0, inserted: false })),
    ),
  ).flat();
