import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paymentIdOfRow } from "../../../src/domain/ids.ts";
import { balancesOf } from "../../../src/domain/ledger/balance.ts";
import { rowIdsOf } from "../../../src/domain/ledger/plan-rows.ts";
import { differingFields } from "../../../src/domain/ledger/row.ts";
import { projectPayment } from "../../../src/domain/projection/project-payment.ts";
import type { ProjectionRules } from "../../../src/domain/projection/projection.ts";
import { isUndecodable } from "../../../src/domain/source/source-cut.ts";
import { anyRules } from "../../support/arbitraries/rules.ts";
import { sourceHistory } from "../../support/arbitraries/source-history.ts";
import { totalDifferences } from "../../support/differences.ts";
import { type Played, playSourceHistory } from "../../support/play-source-history.ts";
import { runs } from "../../support/runs.ts";

/** Calls `look` after every unit and every entry of a history. */
const afterEachPlan = (look: (played: Played) => void) => ({ onUnit: look, onManual: look });

/** The payments of the source that can be projected, with the rows that each should have. */
const soundPayments = ({ source }: Played, rules: ProjectionRules) =>
  [...source.payments.values()].flatMap((payment) => {
    const projection = isUndecodable(payment) ? { kind: "rejected" as const } : projectPayment(payment, rules);
    return projection.kind === "rejected" ? [] : { id: payment.id, projection };
  });

describe("the books, after every plan", () => {
  it("A1, A2: say in every head what its rows add up to, per currency", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, (steps, rules) => {
        playSourceHistory(
          steps,
          rules,
          afterEachPlan(({ ledger }) => expect(totalDifferences(ledger)).toEqual([])),
        );
      }),
      runs(10_000),
    );
  });

  it("A1, A4: have balance = income − expenses in each currency, and no currency without a posted row", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, (steps, rules) => {
        const look = ({ ledger }: Played): void => {
          for (const { propertyId, balances } of ledger.accounts.values()) {
            for (const [currency, { incomeMinor, expensesMinor, balanceMinor, rowCount }] of balances) {
              const rows = [...ledger.rows.values()].filter(
                (row) => row.propertyId === propertyId && row.currency === currency && row.status === "posted",
              );
              expect(balanceMinor).toBe(incomeMinor - expensesMinor);
              expect(rowCount).toBe(rows.length);
              expect(rowCount).toBeGreaterThan(0);
            }
          }
        };
        playSourceHistory(steps, rules, afterEachPlan(look));
      }),
      runs(1_000),
    );
  });

  it("A3, U1: hold amounts above zero only, and one row per payment and role, in one account", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, (steps, rules) => {
        const { ledger } = playSourceHistory(steps, rules);
        for (const row of ledger.rows.values()) {
          expect(row.amountMinor > 0n).toBe(true);
          if (row.origin === "manual") continue;
          expect(row.sourceId).toBe(paymentIdOfRow(row.id));
          expect(row.sourceId === null ? [] : rowIdsOf(row.sourceId)).toContain(row.id);
        }
      }),
      runs(1_000),
    );
  });

  it("C1, complete, and C2, sound: every posted payment has its rows, and every row of sync is what a payment says", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, (steps, rules) => {
        const played = playSourceHistory(steps, rules);
        const { rows } = played.ledger;
        const sound = soundPayments(played, rules);
        const wanted = sound.flatMap(({ projection }) => (projection.kind === "posted" ? projection.rows : []));
        for (const facts of wanted) {
          const row = rows.get(facts.id);
          expect(row === undefined ? "missing" : differingFields(row, facts)).toEqual([]);
          expect(row?.status).toBe("posted");
        }
        const malformed = new Set(played.source.payments.keys()).difference(new Set(sound.map(({ id }) => id)));
        const ids = new Set(wanted.map(({ id }) => id));
        const phantoms = [...rows.values()].filter(
          ({ id, sourceId, status }) =>
            status === "posted" && sourceId !== null && !malformed.has(sourceId) && !ids.has(id),
        );
        expect(phantoms).toEqual([]);
      }),
      runs(1_000),
    );
  });

  it("C3, conserved: per currency, the posted payments add up to the rows of sync", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, (steps, rules) => {
        const played = playSourceHistory(steps, rules);
        const sound = soundPayments(played, rules);
        const known = new Set(sound.map(({ id }) => id));
        const isDeleted = (id: string): boolean => ![...played.source.payments.keys()].some((key) => key === id);
        const rows = [...played.ledger.rows.values()].filter(
          ({ sourceId }) => sourceId !== null && (known.has(sourceId) || isDeleted(sourceId)),
        );
        const stated = sound.flatMap(({ projection }) =>
          projection.kind === "posted" ? projection.rows.map((row) => ({ ...row, status: "posted" as const })) : [],
        );
        expect(balancesOf(rows)).toEqual(balancesOf(stated));
      }),
      runs(10_000),
    );
  });

  it("have the same balances under gross as under net, where every payment can be projected under both", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, (history, rules) => {
        // Without entries by hand: one may find an account under gross that a payment of nothing does not make under net.
        const steps = history.filter(({ kind }) => kind !== "enter");
        const net = playSourceHistory(steps, { ...rules, postingPolicy: "net" }).ledger;
        const gross = playSourceHistory(steps, { ...rules, postingPolicy: "gross" }).ledger;
        fc.pre(
          [...net.failures.values(), ...gross.failures.values()].every(({ collection }) => collection !== "payments"),
        );
        for (const [propertyId, account] of net.accounts) {
          for (const currency of ["USD", "ZWL", "KWD", "JPY"] as const) {
            const balance = [account, gross.accounts.get(propertyId)].map(
              (head) => [...(head?.balances ?? [])].find(([code]) => code === currency)?.[1].balanceMinor ?? 0n,
            );
            expect(balance[1]).toBe(balance[0]);
          }
        }
      }),
      runs(1_000),
    );
  });
});
