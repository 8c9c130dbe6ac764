import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Id } from "../../../src/domain/ids.ts";
import type { IncompletePlan } from "../../../src/domain/ledger/plan-context.ts";
import { mergeCuts, type ProjectedCut, projectCut } from "../../../src/domain/projection/project-cut.ts";
import type { ProjectionRules } from "../../../src/domain/projection/projection.ts";
import type { SourceKeys } from "../../../src/domain/source/source-cut.ts";
import { anyRules } from "../../support/arbitraries/rules.ts";
import { sourceHistory } from "../../support/arbitraries/source-history.ts";
import { everyKey, type Played, playSourceHistory } from "../../support/play-source-history.ts";
import { runs } from "../../support/runs.ts";
import { noKeys } from "../../support/test-source.ts";

const someKeys: fc.Arbitrary<SourceKeys> = fc.record({
  payments: fc.subarray([...everyKey.payments]),
  properties: fc.subarray([...everyKey.properties]),
  owners: fc.subarray([...everyKey.owners]),
});

type Unit = {
  readonly played: Played;
  readonly keys: SourceKeys;
  readonly project: (keys: Partial<SourceKeys>) => ProjectedCut;
};

/** A ledger with a history behind it, a source that has moved on since, and a unit of some of the keys. */
const units = fc
  .tuple(sourceHistory, sourceHistory, someKeys, anyRules)
  .map(([before, after, keys, rules]): Unit => unitOf(playSourceHistory(before, rules), after, keys, rules));

const unitOf = (
  played: Played,
  after: Parameters<typeof playSourceHistory>[0],
  keys: SourceKeys,
  rules: ProjectionRules,
): Unit => {
  // The later history is played beside, for its source alone: the ledger has not heard of it.
  const { source } = playSourceHistory(after, rules);
  return {
    played: { ...played, source },
    keys,
    project: (asked) => projectCut({ ...noKeys, ...asked }, source.read({ ...noKeys, ...asked }), rules),
  };
};

const namedBy = ({ properties, owners }: IncompletePlan): readonly (readonly ["properties" | "owners", Id])[] => [
  ...properties.map((id) => ["properties", id] as const),
  ...owners.map((id) => ["owners", id] as const),
];

describe("a plan that lacks documents", () => {
  it("names each document once and none that was read already", () => {
    fc.assert(
      fc.property(units, ({ played, keys, project }) => {
        const cut = project(keys);
        const plan = played.ledger.plan(cut, keys);
        if (plan.kind === "changes") return;
        const named = namedBy(plan);
        expect(named.length).toBeGreaterThan(0);
        expect(new Set(named.map(([collection, id]) => `${collection}/${id}`)).size).toBe(named.length);
        for (const [collection, id] of named) expect(cut[collection].has(id)).toBe(false);
      }),
      runs(1_000),
    );
  });

  it("is whole after two more readings at most: properties bring owners, and owners bring nothing", () => {
    fc.assert(
      fc.property(units, ({ played, keys, project }) => {
        let cut = project(keys);
        let plan = played.ledger.plan(cut, keys);
        for (let reading = 1; plan.kind === "incomplete"; reading += 1) {
          expect(reading).toBeLessThanOrEqual(2);
          cut = mergeCuts(cut, project(plan));
          plan = played.ledger.plan(cut, keys);
        }
      }),
      runs(1_000),
    );
  });

  it("names every property that it needs and none that it does not: without any one of them it lacks that one", () => {
    fc.assert(
      fc.property(units, ({ played, keys, project }) => {
        const cut = project(keys);
        const plan = played.ledger.plan(cut, keys);
        if (plan.kind === "changes") return;
        for (const left of plan.properties) {
          const properties = plan.properties.filter((id) => id !== left);
          const partial = played.ledger.plan(mergeCuts(cut, project({ properties, owners: plan.owners })), keys);
          expect(partial).toMatchObject({ kind: "incomplete", properties: [left] });
        }
      }),
      runs(1_000),
    );
  });

  it("has changed nothing by asking: supplied with everything it says what it says when all was read at once", () => {
    fc.assert(
      fc.property(units, ({ played, keys, project }) => {
        let cut = project(keys);
        let plan = played.ledger.plan(cut, keys);
        while (plan.kind === "incomplete") {
          cut = mergeCuts(cut, project(plan));
          plan = played.ledger.plan(cut, keys);
        }
        const again = played.ledger.plan(cut, keys);
        const { journal, outcomes, changedKeys } = plan;
        const untimed = journal.map(({ at: _, ...line }) => line);
        expect(again).toMatchObject({ outcomes, changedKeys, journal: untimed });
      }),
      runs(1_000),
    );
  });
});
