import type { ChangeFeed } from "../../application/ports/change-feed.ts";
import type { Clock } from "../../application/ports/clock.ts";
import type { Oplog } from "../../application/ports/oplog.ts";
import type { SourceReader } from "../../application/ports/source-reader.ts";
import type { ClusterTime } from "../../domain/cluster-time.ts";
import type { OwnerDocument } from "../../domain/source/owner.ts";
import type { PaymentDocument } from "../../domain/source/payment.ts";
import type { PropertyDocument } from "../../domain/source/property.ts";
import { createMemoryChangeFeed } from "./memory-change-feed.ts";
import { createMemoryOplog } from "./memory-oplog.ts";
import { createMemorySourceReader } from "./memory-source-reader.ts";
import { noSimulation, type SimulationPoint } from "./simulation-point.ts";
import type { SourceClient } from "./source-client.ts";
import { createSourceHistory } from "./source-history.ts";
import type { SourceState } from "./source-state.ts";
import { createVersionedCollection } from "./versioned-collection.ts";
import { createWritableCollection, type WritableCollection } from "./writable-collection.ts";

export type MemorySourceOptions = {
  /** The server's wall clock, and what the feed's idle time is measured by. */
  readonly clock: Clock;
  /** Names of the owner collections in the order in which an owner is looked for. */
  readonly ownerCollections?: readonly string[];
  /** Most changes the feed gives at once; asked anew for each item. */
  readonly changesMax?: () => number;
  readonly feedIdleMs?: number;
  /** Tells this source's positions from another's. */
  readonly name?: string;
  readonly between?: SimulationPoint;
};

export type MemorySourcePorts = { readonly reader: SourceReader; readonly feed: ChangeFeed; readonly oplog: Oplog };

/** A main database in memory, with its whole history. */
export type MemorySource = MemorySourcePorts & {
  /** The ports of one more client, with simulation points of its own. */
  connect(client: SourceClient): MemorySourcePorts;
  readonly payments: WritableCollection<PaymentDocument>;
  readonly properties: WritableCollection<PropertyDocument>;
  /** The first owner collection, or the one of that name; throws RangeError when it is not configured. */
  owners(collection?: string): WritableCollection<OwnerDocument>;
  /** What is written inside becomes visible at one cluster time, as a transaction does. */
  together(write: () => void): ClusterTime;
  now(): ClusterTime;
  /** Somebody wrote something that is none of our business: only time goes on. */
  tick(): ClusterTime;
  /** History up to now is gone for the feed: a position before it can no longer be resumed. */
  truncateOplog(): void;
  /** Snapshots older than now are gone for the reader. */
  closeSnapshots(): void;
};

export const createMemorySource = (options: MemorySourceOptions): MemorySource => {
  const { clock, ownerCollections = ["users"], name = "memory", between = noSimulation } = options;
  const { changesMax = () => 1_000, feedIdleMs = 1_000 } = options;
  const history = createSourceHistory(() => clock.now());
  const bornAt = history.now();
  const state: SourceState = {
    name,
    history,
    payments: { documents: createVersionedCollection(), bornAt, isDropped: false },
    properties: { documents: createVersionedCollection(), bornAt, isDropped: false },
    owners: new Map(
      ownerCollections.map((owners) => [owners, { documents: createVersionedCollection(), bornAt, isDropped: false }]),
    ),
    oldestSnapshot: bornAt,
    oplogStart: bornAt,
  };
  const write = { history, now: () => clock.now() };
  const owners = new Map(
    [...state.owners].map(([key, table]) => [key, createWritableCollection("owners", table, write)]),
  );
  const connect = (client: SourceClient): MemorySourcePorts => ({
    reader: createMemorySourceReader(state, client),
    feed: createMemoryChangeFeed(state, { ...client, changesMax, idleMs: feedIdleMs }),
    oplog: createMemoryOplog(state, client.between),
  });

  return {
    ...connect({ clock, between }),
    connect,
    payments: createWritableCollection("payments", state.payments, write),
    properties: createWritableCollection("properties", state.properties, write),
    owners: (collection = ownerCollections[0] ?? "") => {
      const found = owners.get(collection);
      if (found === undefined) throw new RangeError(`not a configured owner collection: "${collection}"`);
      return found;
    },
    together: (writes) => history.write(writes),
    now: () => history.now(),
    tick: () => history.write(() => undefined),
    truncateOplog: () => {
      state.oplogStart = history.now();
    },
    closeSnapshots: () => {
      state.oldestSnapshot = history.now();
    },
  };
};
