import { expect } from "vitest";
import type { TestDatabases } from "../settled.ts";
import { checkHeads } from "./check-heads.ts";
import { checkJournal } from "./check-journal.ts";
import { checkRows } from "./check-rows.ts";
import { checkEvents, checkFailures, checkTally } from "./check-service-state.ts";
import { checkView } from "./check-view.ts";
import { expectedHeads } from "./expected-heads.ts";
import type { OracleRules } from "./expected-rows.ts";

const defaultRules: OracleRules = {
  postingPolicy: "net",
  subMinor: "round",
  defaultCurrency: "USD",
  ownerCollections: ["users"],
};

/** Sentences shown of a ledger that is wrong. */
const shownMax = 5;

/**
 * Recomputes the ledger from the source by its own slow means and compares everything: rows, heads, totals per currency, the
 * view, the journal, the counters, the failures. The ledger must be at rest.
 */
export const expectExactLedger = async (
  { main, accounting }: Pick<TestDatabases, "main" | "accounting">,
  given: Partial<OracleRules> = {},
): Promise<void> => {
  const rules = { ...defaultRules, ...given };
  const differences: string[] = [];
  const report = (difference: string): void => void differences.push(difference);
  const rows = await checkRows(main, accounting, rules, report);
  const heads = await expectedHeads(main, rules);
  await checkHeads(accounting, heads, rows, report);
  await checkJournal(accounting, report);
  await checkView({ accounting, defaultCurrency: rules.defaultCurrency, report });
  await checkTally(accounting, report);
  await checkEvents(accounting, report);
  const malformed = { payments: rows.malformed, properties: heads.malformed, owners: heads.malformedOwners };
  await checkFailures(accounting, malformed, report);
  expect(differences.slice(0, shownMax), `${differences.length} differences`).toEqual([]);
};
