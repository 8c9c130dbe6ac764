import { feeRowId, type Id, incomeRowId, paymentIdOfRow } from "../ids.ts";
import { planRows, type RowStep } from "../ledger/plan-rows.ts";
import { type ComparedField, differingFields, type LedgerRow } from "../ledger/row.ts";
import { formatAmount } from "../money/money.ts";
import type { ProjectedCut } from "../projection/project-cut.ts";
import { nothingWritten } from "./context.ts";
import type { Finding, FindingRule } from "./finding.ts";
import { findingOf, reportedOnly } from "./rules.ts";

/** What a reconcile would change is the difference. By payment, so that each can be looked at again. */
export const compareRows = (cut: ProjectedCut, present: readonly LedgerRow[]): ReadonlyMap<Id, readonly Finding[]> => {
  const byId = new Map(present.map((row) => [row.id, row]));
  const differences = new Map<Id, readonly Finding[]>();
  for (const step of planRows(cut, byId, nothingWritten).changes) {
    const paymentId = paymentIdOfRow(step.after.id);
    const findings = findingsOfStep(step);
    if (paymentId !== null && findings.length > 0)
      differences.set(paymentId, [...(differences.get(paymentId) ?? []), ...findings]);
  }
  return differences;
};

/** The payment that a row's id names. Nearly always it is the one that the row names too, which costs less to see. */
export const paymentOfRow = ({ id, sourceId }: LedgerRow): Id | null =>
  sourceId !== null && (id === incomeRowId(sourceId) || id === feeRowId(sourceId)) ? sourceId : paymentIdOfRow(id);

/** Payments of posted rows that the cut does not know: the source may no longer have them. */
export const orphansAmong = (rows: readonly LedgerRow[], cut: ProjectedCut): readonly Id[] => {
  const orphans = new Set<Id>();
  for (const row of rows) {
    if (row.status !== "posted") continue;
    const paymentId = paymentOfRow(row);
    if (paymentId !== null && !cut.payments.has(paymentId)) orphans.add(paymentId);
  }
  return [...orphans];
};

/** Posted rows of sync whose id no payment can have: a reconcile never meets them. */
export const strayRowFindings = (rows: readonly LedgerRow[]): readonly Finding[] =>
  rows.flatMap((row) =>
    row.status === "posted" && row.origin !== "manual" && paymentIdOfRow(row.id) === null
      ? [reportedOnly(phantom(row, "no payment can have this row id"))]
      : [],
  );

/** Empty where a row says what it must and only shows a later time: the stream has brought it while the check was reading. */
const findingsOfStep = ({ before, after }: RowStep): readonly Finding[] => {
  if (before?.status === "void" && after.status === "void") return [];
  const place = { collection: "transactions", key: after.id, propertyId: after.propertyId } as const;
  if (before === null || before.status === "void") {
    const found = before === null ? "missing" : "void";
    return [findingOf("missing_transaction", { ...place, field: "status", expected: "posted", found })];
  }
  if (after.status === "void") return [phantom(before, after.voidReason ?? "void")];
  return differingFields(before, after).map((field) =>
    findingOf(ruleOfField[field] ?? "field_mismatch", {
      ...place,
      field: field === "amountMinor" ? "amount" : field,
      expected: textOf(after, field),
      found: textOf(before, field),
    }),
  );
};

const phantom = ({ id, propertyId }: LedgerRow, reason: string): Finding =>
  findingOf("phantom_transaction", {
    collection: "transactions",
    key: id,
    propertyId,
    field: "status",
    expected: `void (${reason})`,
    found: "posted",
  });

/** Whatever decides what a row adds to which total. */
const ruleOfField: Partial<Record<ComparedField, FindingRule>> = {
  amountMinor: "amount_mismatch",
  direction: "amount_mismatch",
  exponent: "amount_mismatch",
  type: "amount_mismatch",
  currency: "currency_mismatch",
  propertyId: "wrong_account",
};

const textOf = (row: LedgerRow, field: ComparedField): string => {
  if (field === "amountMinor") return `${formatAmount(row.amountMinor, row.exponent)} ${row.currency}`;
  if (field === "occurredAt") return timeText(row.occurredAt);
  return String(row[field] ?? "");
};

const timeText = (ms: number): string => (Number.isNaN(ms) ? "no date" : `${ms} ms since 1970`);
