import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RowId } from "../../../src/domain/ids.ts";
import { balancesOf } from "../../../src/domain/ledger/balance.ts";
import type { LedgerRow } from "../../../src/domain/ledger/row.ts";
import { anyRules } from "../../support/arbitraries/rules.ts";
import { sourceHistory } from "../../support/arbitraries/source-history.ts";
import { type Played, playSourceHistory } from "../../support/play-source-history.ts";
import { runs } from "../../support/runs.ts";

const rowsOf = ({ ledger }: Played, origin: LedgerRow["origin"]): ReadonlyMap<RowId, LedgerRow> =>
  new Map([...ledger.rows].filter(([, row]) => row.origin === origin));

describe("N1, frame: what accountants enter and what sync brings", () => {
  it("never touch each other's rows: a unit leaves every manual row the very same, an entry every row of sync", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, (steps, rules) => {
        let manual: ReadonlyMap<RowId, LedgerRow> = new Map();
        let sync: ReadonlyMap<RowId, LedgerRow> = new Map();
        playSourceHistory(steps, rules, {
          onUnit: (played) => {
            for (const [id, row] of manual) expect(played.ledger.rows.get(id)).toBe(row);
            expect(rowsOf(played, "manual").size).toBe(manual.size);
            sync = rowsOf(played, "sync");
          },
          onManual: (played) => {
            for (const [id, row] of sync) expect(played.ledger.rows.get(id)).toBe(row);
            expect(rowsOf(played, "sync").size).toBe(sync.size);
            manual = rowsOf(played, "manual");
          },
        });
      }),
      runs(1_000),
    );
  });

  it("are both in every total, whatever happens to the property and its payments", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, (steps, rules) => {
        const { ledger } = playSourceHistory(steps, rules);
        for (const [propertyId, { balances }] of ledger.accounts) {
          const own = [...ledger.rows.values()].filter((row) => row.propertyId === propertyId);
          const byHand = own.filter((row) => row.origin === "manual" && row.status === "posted");
          const synced = own.filter((row) => row.origin === "sync" && row.status === "posted");
          expect(balances).toEqual(balancesOf([...byHand, ...synced]));
        }
      }),
      runs(1_000),
    );
  });

  it("R3: an entry changes its account's balance by its signed amount, and its reversal by as much back, once", () => {
    fc.assert(
      fc.property(sourceHistory, anyRules, (steps, rules) => {
        const balances = new Map<string, bigint>();
        const balanceOf = ({ ledger }: Played, row: LedgerRow): bigint =>
          ledger.accounts.get(row.propertyId)?.balances.get(row.currency)?.balanceMinor ?? 0n;
        const remember = ({ ledger }: Played): void => {
          for (const [id, account] of ledger.accounts)
            for (const [currency, { balanceMinor }] of account.balances)
              balances.set(`${id} ${currency}`, balanceMinor);
        };
        playSourceHistory(steps, rules, {
          onUnit: (played) => {
            balances.clear();
            remember(played);
          },
          onManual: (played, plan) => {
            if (plan.kind === "manual") {
              const signed = BigInt(plan.row.direction) * plan.row.amountMinor;
              const change = plan.row.status === "posted" ? signed : -signed;
              const before = balances.get(`${plan.row.propertyId} ${plan.row.currency}`) ?? 0n;
              expect(balanceOf(played, plan.row)).toBe(before + change);
            }
            balances.clear();
            remember(played);
          },
        });
      }),
      runs(1_000),
    );
  });
});
