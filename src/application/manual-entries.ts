import type { AuditEntry } from "../domain/audit/audit-line.ts";
import { type Id, manualRowId, type RowId } from "../domain/ids.ts";
import type { ManualRequest } from "../domain/ledger/plan-manual.ts";
import {
  type Direction,
  differingFields,
  directionOfType,
  type LedgerRow,
  type RowFacts,
} from "../domain/ledger/row.ts";
import { currencyOf, exponentOf } from "../domain/money/currency.ts";
import { parseEntryAmount } from "../domain/money/parse-entry-amount.ts";
import { operationOf } from "./audit/operation.ts";
import type { Caller } from "./caller.ts";
import type { UnitResult } from "./carry-unit.ts";
import type { ManualEntry } from "./enter-transaction.ts";
import { AppError } from "./errors.ts";
import type { LeaderTerm } from "./leader-term.ts";
import type { PipelinePorts } from "./pipeline-ports.ts";

type Ports = Pick<PipelinePorts, "clock" | "newToken" | "hash" | "ledger">;

/** Enters a row beside those of sync, in the lane's order. */
export const enterTransaction = async (
  ports: Ports,
  term: LeaderTerm,
  caller: Caller,
  entry: ManualEntry,
): Promise<{ readonly row: LedgerRow; readonly replayed: boolean }> => {
  const facts = factsOf(entry, manualRowId(ports.hash(`${caller.actor}\n${entry.idempotencyKey}`)), ports.clock.now());
  const subject = { propertyId: entry.propertyId, rowId: facts.id };
  const audit = operationOf(ports, caller, "enterTransaction", subject);
  const result = await submit(ports, term, { kind: "enter", facts }, audit);
  const entered = await writtenRow(ports, term, facts.id, result);
  if (entered !== null) return { row: entered, replayed: false };
  if (result.kind === "refused" && result.refusal === "already_entered" && result.row !== null) {
    return { row: sameEntry(result.row, facts, entry), replayed: true };
  }
  throw refusal(result, `Property ${entry.propertyId} has no account.`);
};

/** Makes a manual row void, with reason and actor; asking again for the same answers the same. */
export const reverseTransaction = async (
  ports: Ports,
  term: LeaderTerm,
  caller: Caller,
  reversal: { readonly propertyId: Id; readonly rowId: RowId; readonly reason: string },
): Promise<{ readonly row: LedgerRow; readonly replayed: boolean }> => {
  const { propertyId, rowId } = reversal;
  const audit = operationOf(ports, caller, "reverseTransaction", { propertyId, rowId });
  const result = await submit(ports, term, { kind: "reverse", ...reversal, actor: caller.actor }, audit);
  const reversed = await writtenRow(ports, term, reversal.rowId, result);
  if (reversed !== null) return { row: reversed, replayed: false };
  const isRepeated = result.kind === "refused" && result.refusal === "already_reversed";
  if (isRepeated && result.row?.voidedBy === caller.actor && result.row.voidReason === reversal.reason) {
    return { row: result.row, replayed: true };
  }
  throw refusal(result, `Transaction ${reversal.rowId} is not in account ${reversal.propertyId}.`);
};

const submit = (ports: Ports, term: LeaderTerm, request: ManualRequest, audit: AuditEntry): Promise<UnitResult> => {
  const token = ports.newToken();
  const cause = { kind: "actor", actor: audit.actor.id } as const;
  const read = async () =>
    ({ kind: "manual", token, epoch: term.epoch, cause, at: ports.clock.now(), request, audit }) as const;
  return term.lane.submit("other", { read }, term.signal).done;
};

/** The row that was written, also when only the second attempt could tell that the first had written it. */
const writtenRow = (ports: Ports, term: LeaderTerm, rowId: RowId, result: UnitResult): Promise<LedgerRow | null> => {
  if (result.kind === "already_committed") return ports.ledger.transaction(rowId, term.signal);
  return Promise.resolve(result.kind === "committed" ? result.row : null);
};

const refusal = (result: UnitResult, notFound: string): AppError => {
  if (result.kind !== "refused")
    return new AppError("internal", "The ledger answered a manual entry with something else.");
  switch (result.refusal) {
    case "account_not_found":
    case "row_not_found":
      return new AppError("not_found", notFound);
    case "not_manual":
      return new AppError(
        "conflict",
        "This row comes from the main database; only manual entries can be reversed here.",
      );
    case "already_reversed":
      return new AppError("already_reversed", "This entry has been reversed already.");
    case "total_out_of_range":
      return new AppError("conflict", "With this entry the account's totals would no longer fit into 64 bits.");
    case "already_entered":
      return new AppError("conflict", "This entry exists already.");
  }
};

/** The row that the key entered before, provided that the same was asked for. */
const sameEntry = (row: LedgerRow, facts: RowFacts, entry: ManualEntry): LedgerRow => {
  const differing = differingFields(row, facts).filter((field) => field !== "occurredAt" || entry.occurredAt !== null);
  if (differing.length === 0) return row;
  throw new AppError("idempotency_key_reused", "This Idempotency-Key was used for another entry.", {
    details: differing.map((field) => ({ pointer: pointerOf(field), message: "differs from what the key entered" })),
  });
};

/** Callers know the amount by its name on the wire. */
const pointerOf = (field: string): string => (field === "amountMinor" ? "/amount" : `/${field}`);

const invalid = (field: string, message: string): AppError =>
  new AppError("validation", `${field}: ${message}`, { details: [{ pointer: `/${field}`, message }] });

const factsOf = (entry: ManualEntry, id: RowId, now: number): RowFacts => {
  const { amount, currency: code, direction: _, idempotencyKey: __, ...texts } = entry;
  const currency = currencyOf(code);
  if (currency === null) throw invalid("currency", "not an ISO 4217 code with minor units");
  const exponent = exponentOf(currency);
  const parsed = parseEntryAmount(amount, exponent);
  if (parsed.kind === "rejected") throw invalid("amount", amountMessages[parsed.code](exponent));
  if (parsed.amountMinor === 0n) throw invalid("amount", "must be more than zero");
  return {
    ...texts,
    id,
    companyId: null,
    direction: directionOf(entry),
    amountMinor: parsed.amountMinor,
    currency,
    exponent,
    occurredAt: entry.occurredAt ?? now,
    processedBy: null,
    sourceId: null,
    amountSource: null,
  };
};

const amountMessages = {
  money_invalid: () => "not a decimal string such as 150.00",
  money_sub_minor: (exponent: number) => `more than ${exponent} decimals`,
  money_unsafe_magnitude: () => "10^15 minor units or more",
} as const;

const directionOf = ({ type, direction }: ManualEntry): Direction => {
  if (type !== "other") {
    if (direction !== null) throw invalid("direction", "only entries of type other say their own direction");
    return directionOfType[type];
  }
  if (direction === null) throw invalid("direction", "required for entries of type other");
  return direction;
};
