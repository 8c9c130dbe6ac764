import { formatClusterTime } from "../domain/cluster-time.ts";
import type { Account } from "../domain/ledger/account.ts";
import type { Cause, JournalLine, JournalState } from "../domain/ledger/journal-line.ts";
import type { LedgerRow } from "../domain/ledger/row.ts";
import type { Currency } from "../domain/money/currency.ts";
import type { Explanation } from "../domain/sync/explanation.ts";
import type { Known } from "../domain/sync/verdict.ts";
import type { WireExplainedLine, WireExplanation } from "./explanation.ts";
import { failureToWire } from "./failure-to-wire.ts";
import { moneyToWire } from "./money.ts";
import { timeToWire } from "./time.ts";
import { transactionToWire } from "./transaction-to-wire.ts";

/** An explanation as an answer says it. */
export const explanationToWire = (explanation: Explanation): WireExplanation => {
  const { collection, id, verdict, source, state, rows, account, failure, journal } = explanation;
  return {
    collection,
    id,
    verdict,
    source: { exists: source.exists, asOf: formatClusterTime(source.asOf) },
    projection: projectionToWire(state),
    rows: explainedRowsToWire(rows),
    account: account === null ? null : explainedAccountToWire(account),
    failure: failure === null ? null : failureToWire(failure),
    journal: journal.map((line) => explainedLineToWire(line, rows)),
  };
};

type State = Known["state"];

/** What a projection says, told so that no name is in it. */
const projectionToWire = (state: State): WireExplanation["projection"] => {
  const nothing = { reason: null, fault: null, rows: [] };
  switch (state.kind) {
    case "posted":
      return { ...nothing, kind: "posted", rows: state.rows.map(projectedRowToWire) };
    case "not_posted":
      return { ...nothing, kind: "not_posted", reason: state.reason };
    case "rejected": {
      const { code, field, expected, found } = state;
      return { ...nothing, kind: "rejected", fault: { code, field, expected, found } };
    }
    case "property":
    case "owner":
    case "absent":
      return { ...nothing, kind: state.kind };
  }
};

type ProjectedRow = Extract<State, { kind: "posted" }>["rows"][number];

const projectedRowToWire = (row: ProjectedRow): WireExplanation["projection"]["rows"][number] => ({
  id: row.id,
  propertyId: row.propertyId,
  direction: row.direction,
  amount: moneyToWire(row.amountMinor, row.currency),
  occurredAt: timeToWire(row.occurredAt),
});

const explainedAccountToWire = (account: Account): NonNullable<WireExplanation["account"]> => ({
  propertyId: account.propertyId,
  ownerId: account.ownerId,
  status: account.status,
  asOf: formatClusterTime(account.asOf),
  version: account.version,
});

const explainedRowsToWire = (rows: readonly LedgerRow[]): WireExplanation["rows"] => rows.map(transactionToWire);

/** An amendment keeps only what it changed: where that is not the currency, it is the row's. */
const explainedLineToWire = (line: JournalLine, rows: readonly LedgerRow[]): WireExplainedLine => {
  const currency = rows.find(({ id }) => id === line.rowId)?.currency ?? null;
  return {
    seq: Number(line.seq),
    at: timeToWire(line.at),
    rowId: line.rowId,
    change: line.change,
    fields: Object.keys(line.after),
    before: line.before === null ? null : stateToWire(line.before, currency),
    after: stateToWire(line.after, currency),
    asOf: formatClusterTime(line.asOf),
    cause: causeToWire(line.cause),
  };
};

const stateToWire = (state: JournalState, rowCurrency: Currency | null): WireExplainedLine["after"] => {
  const currency = state.currency ?? rowCurrency;
  const { status = null, amountMinor } = state;
  const amount = amountMinor === undefined || currency === null ? null : moneyToWire(amountMinor, currency);
  return { status, amount };
};

const causeToWire = (cause: Cause): string => {
  switch (cause.kind) {
    case "stream":
      return "stream";
    case "run":
      return `run ${cause.runId}`;
    case "actor":
      return `actor ${cause.actor}`;
  }
};
