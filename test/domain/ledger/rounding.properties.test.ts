import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChangePlan } from "../../../src/domain/ledger/plan-changes.ts";
import { addRoundings, type CurrencyRounding, type Rounding } from "../../../src/domain/ledger/rounding.ts";
import { projectPayment } from "../../../src/domain/projection/project-payment.ts";
import type { ProjectionRules } from "../../../src/domain/projection/projection.ts";
import { isUndecodable } from "../../../src/domain/source/source-cut.ts";
import { advance, advanceByEntry } from "../../../src/domain/sync/advance.ts";
import { afterCommit, type Checkpoint } from "../../../src/domain/sync/checkpoint.ts";
import { aCheckpoint } from "../../support/a-checkpoint.ts";
import { anyRules, currency } from "../../support/arbitraries/rules.ts";
import { type HistoryStep, sourceHistory } from "../../support/arbitraries/source-history.ts";
import { expectedRounding } from "../../support/expected-rounding.ts";
import { everyKey, type Played, playSourceHistory } from "../../support/play-source-history.ts";
import { runs } from "../../support/runs.ts";

/** Amounts that are rounded and amounts with noise, often enough that they meet in one row. */
const fineAmount = fc.oneof(
  fc.constantFrom(33.333, 283.3305, 66.667, 0.005, 1.5, 0.1 + 0.2, 1.1 * 3),
  fc.nat(1_000_000).map((minor) => minor / 3),
);
const fineHistory: fc.Arbitrary<readonly HistoryStep[]> = fc
  .tuple(sourceHistory, fc.array(fineAmount, { minLength: 1, maxLength: 20 }))
  .map(([steps, fine]) =>
    steps.map((step, index) =>
      step.kind === "put_payment" && index % 3 !== 0
        ? { ...step, fields: { ...step.fields, amount: fine[index % fine.length] } }
        : step,
    ),
  );

type Story = { readonly checkpoint: () => Checkpoint; readonly hear: (played: Played, plan: ChangePlan) => void };

const createStory = (): Story => {
  let checkpoint = aCheckpoint;
  return {
    checkpoint: () => checkpoint,
    hear: ({ source }, plan) => {
      const unit = { token: "u", asOf: source.now(), events: 0, position: null, plan };
      checkpoint = afterCommit(checkpoint, advance(checkpoint, unit));
    },
  };
};

/** Payments with noise of which the unit's journal tells anything but a void. */
const noisy = ({ source }: Played, plan: ChangePlan, rules: ProjectionRules): number =>
  [...source.payments].filter(([id, payment]) => {
    const projection = isUndecodable(payment) ? null : projectPayment(payment, rules);
    const lines = plan.journal.filter(
      ({ rowId, change }) => rowId.startsWith(`payments/${id}/`) && change !== "voided",
    );
    return projection?.kind === "posted" && projection.noise && lines.length > 0;
  }).length;

describe("the rounding that a checkpoint keeps", () => {
  it("is that of the posted rows after every unit and entry of any history, and once more under other rules", () => {
    fc.assert(
      fc.property(fineHistory, anyRules, anyRules, (steps, rules, otherRules) => {
        const { checkpoint, hear } = createStory();
        const played = playSourceHistory(steps, rules, {
          onUnit: (now, plan) => {
            hear(now, plan);
            expect(checkpoint().rounding).toEqual(expectedRounding(now.ledger.rows.values()));
          },
          onManual: ({ ledger }) => {
            expect(advanceByEntry(checkpoint(), "m").rounding).toEqual(expectedRounding(ledger.rows.values()));
          },
        });
        played.ledger.useRules(otherRules);
        hear(played, played.ledger.reconcile(everyKey));
        expect(checkpoint().rounding).toEqual(expectedRounding(played.ledger.rows.values()));
      }),
      runs(2_000),
    );
  });

  it("counts noise once for each payment and unit that takes it, and never less than before", () => {
    fc.assert(
      fc.property(fineHistory, anyRules, (steps, rules) => {
        const { checkpoint, hear } = createStory();
        let expected = 0;
        playSourceHistory(steps, rules, {
          onUnit: (played, plan) => {
            hear(played, plan);
            expected += noisy(played, plan, rules);
            expect(checkpoint().noiseTaken).toBe(expected);
          },
        });
      }),
      runs(1_000),
    );
  });

  it("is the same sum in whatever order its shifts come", () => {
    const part: fc.Arbitrary<CurrencyRounding> = fc.record({
      currency: fc.constantFrom(currency("USD"), currency("KWD"), currency("ZWL")),
      rows: fc.integer({ min: -2, max: 2 }),
      residualMicroMinor: fc.bigInt({ min: -2n, max: 2n }),
    });
    const sumOf = (parts: readonly CurrencyRounding[]): Rounding =>
      parts.reduce<Rounding>((sum, one) => addRoundings(sum, [one]), []);
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(sumOf(parts.toReversed())).toEqual(sumOf(parts));
        const back = parts.map((one) => ({ ...one, rows: -one.rows, residualMicroMinor: -one.residualMicroMinor }));
        expect(sumOf([...parts, ...back])).toEqual([]);
      }),
      runs(1_000),
    );
  });
});
