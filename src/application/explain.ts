import type { ClusterTime } from "../domain/cluster-time.ts";
import type { Id } from "../domain/ids.ts";
import type { Account } from "../domain/ledger/account.ts";
import { rowIdsOf } from "../domain/ledger/plan-rows.ts";
import type { LedgerRow } from "../domain/ledger/row.ts";
import { type ProjectedCut, projectCut } from "../domain/projection/project-cut.ts";
import type { SourceCollection } from "../domain/source/source-cut.ts";
import { floorOf } from "../domain/sync/checkpoint.ts";
import type { Explanation } from "../domain/sync/explanation.ts";
import { documentKey } from "../domain/sync/failure.ts";
import { type Known, verdictOf } from "../domain/sync/verdict.ts";
import { never } from "./caller.ts";
import type { Pipeline } from "./pipeline.ts";

/** Lines of the journal that are shown for each row. */
const linesPerRowMax = 10;

/** Looks at the source as it is now, or as it was when the ledger last read it, whichever is later, and at the ledger. Changes nothing. */
export const explain = async (pipeline: Pipeline, collection: SourceCollection, id: Id): Promise<Explanation> => {
  const { source, ledger } = pipeline.ports;
  const keys = { payments: [], properties: [], owners: [], [collection]: [id] };
  const cut = await source.read(keys, await readableTime(pipeline), never);
  const rows = collection === "payments" ? await rowsOf(pipeline, id) : [];
  const account = collection === "properties" ? await ledger.account(id, never) : null;
  const lines = await Promise.all(rows.map((row) => ledger.journalLines(row.journalSeq, linesPerRowMax, never)));
  const known = knownOf(collection, id, projectCut(keys, cut, pipeline.options.rules), { rows, account });
  return {
    collection,
    id,
    source: { exists: cut[collection].has(id), asOf: cut.asOf },
    state: known.state,
    rows,
    account,
    failure: await ledger.failure(documentKey(collection, id), never),
    journal: lines.flat().toSorted((a, b) => (a.seq < b.seq ? 1 : -1)),
    verdict: verdictOf(known),
  };
};

/** A page of one document is read at the newest snapshot, whose time is then that of the question. */
const readableTime = async ({ ports, checkpoint }: Pipeline): Promise<ClusterTime> => {
  const { cut } = await ports.source.readPage("properties", { after: null, limit: 1 }, never);
  const floor = floorOf(await checkpoint());
  return cut.asOf > floor ? cut.asOf : floor;
};

const rowsOf = async ({ ports }: Pipeline, id: Id): Promise<readonly LedgerRow[]> => {
  const rows = await Promise.all(rowIdsOf(id).map((rowId) => ports.ledger.transaction(rowId, never)));
  return rows.filter((row) => row !== null);
};

type InLedger = { readonly rows: readonly LedgerRow[]; readonly account: Account | null };

const knownOf = (collection: SourceCollection, id: Id, cut: ProjectedCut, { rows, account }: InLedger): Known => {
  switch (collection) {
    case "payments":
      return { collection, state: cut.payments.get(id) ?? { kind: "not_posted", reason: "deleted" }, rows };
    case "properties":
      return { collection, state: cut.properties.get(id) ?? { kind: "absent" }, account };
    case "owners":
      return { collection, state: cut.owners.get(id) ?? { kind: "absent" } };
  }
};
