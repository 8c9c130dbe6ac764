import { directionOfType, type LedgerRow, type RowType } from "../ledger/row.ts";
import { currencyOf, exponentOf } from "../money/currency.ts";
import type { Finding } from "./finding.ts";
import { findingOf } from "./rules.ts";

const types: ReadonlySet<string> = new Set<RowType>([
  "income",
  "expense",
  "owner_payout",
  "repair",
  "maintenance",
  "other",
]);

/** What an accountant may have entered: the type's own sign, an amount of whole minor units above zero, a listed currency. */
export const checkManualRow = (row: LedgerRow): readonly Finding[] => {
  const findings: Finding[] = [];
  const wrong = (field: string, expected: string, found: unknown): void => {
    const place = { collection: "transactions", key: row.id, propertyId: row.propertyId } as const;
    findings.push(findingOf("invalid_manual_entry", { ...place, field, expected, found: String(found) }));
  };
  if (row.origin !== "manual") return findings;
  if (!types.has(row.type)) wrong("type", [...types].join(", "), row.type);
  else if (row.type !== "other" && row.direction !== directionOfType[row.type])
    wrong("direction", String(directionOfType[row.type]), row.direction);
  else if (row.direction !== 1 && row.direction !== -1) wrong("direction", "1 or -1", row.direction);
  if (typeof row.amountMinor !== "bigint" || row.amountMinor <= 0n)
    wrong("amountMinor", "a 64-bit integer above 0", row.amountMinor);
  const currency = currencyOf(row.currency);
  if (currency === null) wrong("currency", "an ISO 4217 code", row.currency);
  else if (row.exponent !== exponentOf(currency)) wrong("exponent", String(exponentOf(currency)), row.exponent);
  return findings;
};
