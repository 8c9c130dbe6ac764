import { AppError } from "../../application/errors.ts";
import type { SourceReader } from "../../application/ports/source-reader.ts";
import type { ClusterTime } from "../../domain/cluster-time.ts";
import type { Id } from "../../domain/ids.ts";
import type { SourceCollection, SourceCut, SourceKeys } from "../../domain/source/source-cut.ts";
import { compareIds } from "./id-order.ts";
import { createStep, type SimulationPoint } from "./simulation-point.ts";
import type { SourceState, SourceTable } from "./source-state.ts";

/** Reads of the in-memory main database; each is a true cut through its history. */
export const createMemorySourceReader = (state: SourceState, between: SimulationPoint): SourceReader => {
  const step = createStep(between);
  return {
    read: (keys, at, signal) =>
      step("source.read", signal, () => {
        const now = state.history.now();
        if (at > now) throw new AppError("source_unavailable", "The main database has not reached that time yet.");
        return cutOf(state, keys, isReadable(state, keys, at) ? at : now);
      }),
    readPage: (collection, { after, limit }, signal) =>
      step("source.readPage", signal, () => {
        const ids = idsAfter(state[collection], after).slice(0, limit);
        const keys = { payments: [], properties: [], owners: [], [collection]: ids };
        return { ids, cut: cutOf(state, keys, state.history.now()) };
      }),
    existing: (collection, ids, signal) =>
      step("source.existing", signal, () => {
        const now = state.history.now();
        return new Set(ids.filter((id) => state[collection].documents.find(id, now) !== undefined));
      }),
    count: (collection, signal) =>
      step("source.count", signal, () =>
        tablesOf(state, collection).reduce((sum, table) => sum + table.documents.ids().length, 0),
      ),
    ping: (signal) => step("source.ping", signal, () => undefined),
  };
};

type AnyTable = SourceTable<{ readonly id: Id }>;

const tablesOf = (state: SourceState, collection: SourceCollection): readonly AnyTable[] =>
  collection === "owners" ? [...state.owners.values()] : [state[collection]];

/** As on a server: neither what has left the window nor what lies before a collection's own beginning. */
const isReadable = (state: SourceState, keys: SourceKeys, at: ClusterTime): boolean => {
  if (at < state.oldestSnapshot) return false;
  const asked = (["payments", "properties", "owners"] as const).filter((collection) => keys[collection].length > 0);
  return asked.flatMap((collection) => tablesOf(state, collection)).every((table) => table.bornAt <= at);
};

const cutOf = (state: SourceState, keys: SourceKeys, asOf: ClusterTime): SourceCut => ({
  asOf,
  payments: foundIn([state.payments], keys.payments, asOf),
  properties: foundIn([state.properties], keys.properties, asOf),
  owners: foundIn([...state.owners.values()], keys.owners, asOf),
});

const foundIn = <Document extends { readonly id: Id }>(
  tables: readonly SourceTable<Document>[],
  ids: readonly Id[],
  at: ClusterTime,
) => {
  const found = new Map<Id, NonNullable<ReturnType<SourceTable<Document>["documents"]["find"]>>>();
  for (const id of ids) {
    for (const { documents } of tables) {
      const document = documents.find(id, at);
      if (document === undefined) continue;
      found.set(id, document);
      break;
    }
  }
  return found;
};

const idsAfter = (table: AnyTable, after: Id | null): readonly Id[] =>
  after === null ? table.documents.ids() : table.documents.ids().filter((id) => compareIds(id, after) > 0);
