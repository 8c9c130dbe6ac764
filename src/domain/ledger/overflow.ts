import type { Id } from "../ids.ts";
import type { ProjectedCut } from "../projection/project-cut.ts";
import { type Rejection, rejected } from "../projection/projection.ts";
import type { Account } from "./account.ts";
import { type BalanceSheet, type Balances, createBalanceSheet } from "./balance.ts";
import type { RowStep } from "./plan-rows.ts";

/** What the accounting database can hold as a total. Unit: minor units. */
const totalMax = 2n ** 63n - 1n;

/** Income and expenses are never negative, so that where both fit their difference does too. */
export const totalsFit = (balances: Balances): boolean =>
  [...balances.values()].every(
    ({ incomeMinor, expensesMinor }) => incomeMinor <= totalMax && expensesMinor <= totalMax,
  );

/** Payments whose rows would take the totals of their account beyond 64 bits, the other rows of the unit being taken in their order. */
export const overflowingPayments = (steps: readonly RowStep[], accounts: ReadonlyMap<Id, Account>): ReadonlySet<Id> => {
  const sheets = new Map<Id, BalanceSheet>();
  const sheetOf = (propertyId: Id): BalanceSheet => {
    const known = sheets.get(propertyId) ?? createBalanceSheet(accounts.get(propertyId)?.balances);
    sheets.set(propertyId, known);
    return known;
  };
  const overflowing = new Set<Id>();
  for (const { before, after } of steps) {
    if (before !== null) sheetOf(before.propertyId).remove(before);
    sheetOf(after.propertyId).add(after);
    if (after.sourceId === null || totalsFit(sheetOf(after.propertyId).balances())) continue;
    overflowing.add(after.sourceId);
    sheetOf(after.propertyId).remove(after);
    if (before !== null) sheetOf(before.propertyId).add(before);
  }
  return overflowing;
};

const outOfRange: Rejection = rejected("total_out_of_range", "amount", "totals of the account within 64 bits", "more");

/** The same cut, these payments taken for what cannot be posted: their rows stay as they were. */
export const withoutPosting = (cut: ProjectedCut, payments: ReadonlySet<Id>): ProjectedCut => ({
  ...cut,
  payments: new Map([...cut.payments].map(([id, state]) => [id, payments.has(id) ? outOfRange : state])),
});
