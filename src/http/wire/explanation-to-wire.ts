import type { UseCases } from "../../application/use-cases.ts";
import type { WireExplanation } from "../../contract/explanation.ts";
import {
  explainedAccountToWire,
  explainedLineToWire,
  explainedRowsToWire,
  projectionToWire,
} from "../../contract/explanation-to-wire.ts";
import { failureToWire } from "../../contract/failure-to-wire.ts";
import { formatClusterTime } from "../../domain/cluster-time.ts";

export type Explanation = Awaited<ReturnType<UseCases["explain"]>>;

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
