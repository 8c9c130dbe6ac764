import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changesNothing } from "../../../src/domain/ledger/plan-changes.ts";
import { isOpen } from "../../../src/domain/sync/failure.ts";
import { anyRules } from "../../support/arbitraries/rules.ts";
import { sourceHistory } from "../../support/arbitraries/source-history.ts";
import { differences } from "../../support/differences.ts";
import { everyKey, playSourceHistory } from "../../support/play-source-history.ts";
import { runs } from "../../support/runs.ts";

describe("C4, convergence: whatever happened in whatever order and however often it was reported", () => {
  it("the ledger shows the source, each key projected from scratch", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, (steps, rules) => {
        expect(differences(playSourceHistory(steps, rules), rules)).toEqual([]);
      }),
      runs(10_000),
    );
  });

  it("C5, U2: reconciling every key once more changes nothing but when a failure was last seen", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, (steps, rules) => {
        const { ledger } = playSourceHistory(steps, rules);
        const plan = ledger.planWhole(everyKey);
        expect(plan.outcomes.applied).toBe(0);
        expect(changesNothing({ ...plan, failures: { ...plan.failures, opened: [] } })).toBe(true);
        const open = [...ledger.failures.values()].filter(isOpen);
        expect(plan.failures.opened.map(({ key }) => key).sort()).toEqual(open.map(({ key }) => key).sort());
      }),
      runs(1_000),
    );
  });

  it("C6: under other rules, a look at every key makes the ledger that of those rules", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, anyRules, (steps, before, after) => {
        const played = playSourceHistory(steps, before);
        played.ledger.useRules(after);
        played.ledger.reconcile(everyKey);
        expect(differences(played, after)).toEqual([]);
      }),
      runs(1_000),
    );
  });
});
