import { AppError } from "../../application/errors.ts";
import type { SourceReader } from "../../application/ports/source-reader.ts";
import { type ClusterTime, maxClusterTime } from "../../domain/cluster-time.ts";
import type { Id } from "../../domain/ids.ts";
import type { SourceCollection, SourceCut, SourceKeys } from "../../domain/source/source-cut.ts";
import { compareIds } from "./id-order.ts";
import { createStep } from "./simulation-point.ts";
import type { SourceClient } from "./source-client.ts";
import type { SourceState, SourceTable } from "./source-state.ts";

/** Reads of the in-memory main database; each is a true cut through its history. */
export const createMemorySourceReader = (state: SourceState, client: Omit<SourceClient, "clock">): SourceReader => {
  const { between, newest = (now) => now } = client;
  const step = createStep(between);
  const nodeTime = (): ClusterTime => newest(state.history.now());
  const cutAt = (keys: SourceKeys, at: ClusterTime): SourceCut => {
    const now = nodeTime();
    if (at > now) throw new AppError("source_unavailable", "The main database has not reached that time yet.");
    return cutOf(state, keys, isReadable(state, keys, at) ? at : notBefore(tablesOfKeys(state, keys), now));
  };
  return {
    read: (keys, at, signal) =>
      step("source.read", signal, () => {
        const lacksPayments = keys.payments.length > 0 && state.payments.isDropped;
        return { ...cutAt(keys, at), lacksPayments };
      }),
    readPage: (collection, { after, limit }, signal) =>
      step("source.readPage", signal, () => {
        const at = notBefore([state[collection]], nodeTime());
        const ids = idsAfter(state[collection], after, at).slice(0, limit);
        return { ids, cut: cutOf(state, { ...noKeys, [collection]: ids }, at) };
      }),
    existing: (collection, ids, at, signal) =>
      step("source.existing", signal, () => {
        const { asOf } = cutAt({ ...noKeys, [collection]: ids }, at);
        return new Set(ids.filter((id) => state[collection].documents.find(id, asOf) !== undefined));
      }),
    count: (collection, signal) =>
      step("source.count", signal, () =>
        tablesOf(state, collection).reduce((sum, table) => sum + table.documents.ids().length, 0),
      ),
    ping: (signal) => step("source.ping", signal, () => undefined),
  };
};

const noKeys: SourceKeys = { payments: [], properties: [], owners: [] };

type AnyTable = SourceTable<{ readonly id: Id }>;

const tablesOf = (state: SourceState, collection: SourceCollection): readonly AnyTable[] =>
  collection === "owners" ? [...state.owners.values()] : [state[collection]];

const tablesOfKeys = (state: SourceState, keys: SourceKeys): readonly AnyTable[] =>
  (["payments", "properties", "owners"] as const)
    .filter((collection) => keys[collection].length > 0)
    .flatMap((collection) => tablesOf(state, collection));

/** As on a server: neither what has left the window nor what lies before a collection's own beginning. */
const isReadable = (state: SourceState, keys: SourceKeys, at: ClusterTime): boolean =>
  at >= state.oldestSnapshot && tablesOfKeys(state, keys).every((table) => table.bornAt <= at);

const notBefore = (tables: readonly AnyTable[], at: ClusterTime): ClusterTime =>
  tables.reduce((latest, table) => maxClusterTime(latest, table.bornAt), at);

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

/** Ids of every time are walked, since a node that lags may still show what is gone. */
const idsAfter = (table: AnyTable, after: Id | null, at: ClusterTime): readonly Id[] =>
  table.documents
    .everyId()
    .filter((id) => (after === null || compareIds(id, after) > 0) && table.documents.find(id, at) !== undefined);
