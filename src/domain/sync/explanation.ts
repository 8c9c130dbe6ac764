import type { ClusterTime } from "../cluster-time.ts";
import type { Id } from "../ids.ts";
import type { Account } from "../ledger/account.ts";
import type { JournalLine } from "../ledger/journal-line.ts";
import type { LedgerRow } from "../ledger/row.ts";
import type { SourceCollection } from "../source/source-cut.ts";
import type { Failure } from "./failure.ts";
import type { Known } from "./verdict.ts";

/** Everything that tells why a document is, or is not, in the ledger. Never an owner's name. */
export type Explanation = {
  readonly collection: SourceCollection;
  readonly id: Id;
  readonly source: { readonly exists: boolean; readonly asOf: ClusterTime };
  readonly state: Known["state"];
  /** A payment's rows, whatever their status. */
  readonly rows: readonly LedgerRow[];
  /** A property's head. */
  readonly account: Account | null;
  readonly failure: Failure | null;
  /** Of those rows, newest first. */
  readonly journal: readonly JournalLine[];
  readonly verdict: string;
};
