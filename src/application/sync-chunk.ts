import type { ClusterTime } from "../domain/cluster-time.ts";
import type { Id } from "../domain/ids.ts";
import { type ProjectedCut, projectCut } from "../domain/projection/project-cut.ts";
import type { Lane } from "./lane.ts";
import type { ReconcileBatch } from "./ports/accounting-sink.ts";
import { type ReadPorts, readProjected, withOwners } from "./reconcile.ts";
import type { RetryPorts } from "./retry-transient.ts";
import type { RunTracker } from "./run-tracker.ts";

export type ChunkPorts = ReadPorts &
  RetryPorts & {
    readonly lane: Lane;
    readonly epoch: bigint;
    readonly newToken: () => string;
    readonly tracker: RunTracker;
    /** Documents per chunk: large while nobody waits for the stream, small beside it. */
    readonly chunkSize: () => number;
    /** 0 = as fast as it goes. */
    readonly maxRowsPerSecond: number;
  };

export type Collection = "properties" | "payments";

/** A page of a collection on its way to the ledger. */
export type Chunk = {
  readonly read: (floor: ClusterTime, signal: AbortSignal) => Promise<ReconcileBatch>;
  /** Where the next chunk begins depends on them, so that they stay the same when the chunk has to be read again. */
  readonly ids: () => readonly Id[];
  /** Of the last reading. */
  readonly cut: () => ProjectedCut;
  readonly isOfProperties: boolean;
};

export const createChunk = (ports: ChunkPorts, collection: Collection, after: Id | null): Chunk => {
  const token = ports.newToken();
  const limit = ports.chunkSize();
  let page: Page | null = null;
  let isAccepted = false;
  const known = () => {
    if (page === null) throw new Error("a chunk is asked about before it was read");
    return page;
  };
  return {
    isOfProperties: collection === "properties",
    ids: () => known().ids,
    cut: () => known().cut,
    read: async (floor, signal) => {
      page = isAccepted
        ? await readAgain(ports, collection, known(), { floor, signal })
        : await readPage(ports, collection, { after, limit }, signal);
      // A page older than the floor may lack documents that the stream will never report: it is asked for anew.
      isAccepted ||= page.cut.asOf >= floor;
      return batchOf(ports, collection, { after, token, ...page });
    },
  };
};

/** `found`: ids whose documents are in the cut. `isWhole`: nothing else lies between the first and the last. */
type Page = {
  readonly ids: readonly Id[];
  readonly found: readonly Id[];
  readonly isWhole: boolean;
  readonly cut: ProjectedCut;
};

const readPage = async (
  ports: ChunkPorts,
  collection: Collection,
  page: { readonly after: Id | null; readonly limit: number },
  signal: AbortSignal,
): Promise<Page> => {
  for (;;) {
    const { ids, cut } = await ports.source.readPage(collection, page, signal);
    const whole = await withOwners(ports, projectCut(keysOf(collection, ids), cut, ports.rules), signal);
    if (whole.kind === "read") return { ids, found: ids, isWhole: true, cut: whole.cut };
  }
};

/** The same documents at a later time. One that is gone by then is the stream's business, or the second pass's: here nothing is taken back. */
const readAgain = async (
  ports: ChunkPorts,
  collection: Collection,
  { ids }: Page,
  { floor, signal }: { readonly floor: ClusterTime; readonly signal: AbortSignal },
): Promise<Page> => {
  const cut = await readProjected(ports, keysOf(collection, ids), floor, signal);
  const found = ids.filter((id) => !isGone(cut, collection, id));
  const gone = new Set(ids).difference(new Set(found));
  return { ids, found, isWhole: false, cut: { ...cut, ...without(gone, cut) } };
};

const without = (gone: ReadonlySet<Id>, { payments, properties }: ProjectedCut) => ({
  payments: new Map([...payments].filter(([id]) => !gone.has(id))),
  properties: new Map([...properties].filter(([id]) => !gone.has(id))),
});

const isGone = ({ payments, properties }: ProjectedCut, collection: Collection, id: Id): boolean => {
  if (collection === "properties") return properties.get(id)?.kind === "absent";
  const payment = payments.get(id);
  return payment?.kind === "not_posted" && payment.reason === "deleted";
};

const keysOf = (collection: Collection, ids: readonly Id[]) => ({
  payments: [],
  properties: [],
  owners: [],
  [collection]: ids,
});

const batchOf = (
  ports: ChunkPorts,
  collection: Collection,
  { after, token, ids, found, isWhole, cut }: Page & { readonly after: Id | null; readonly token: string },
): ReconcileBatch => {
  const through = ids.at(-1) ?? null;
  return {
    kind: "reconcile",
    token,
    epoch: ports.epoch,
    cause: { kind: "run", runId: ports.tracker.run().id },
    at: ports.clock.now(),
    keys: keysOf(collection, found),
    cut,
    events: 0,
    position: null,
    presumedNew: new Set(),
    stretch: collection === "payments" && isWhole ? { after, through } : null,
    dryRun: ports.tracker.run().dryRun,
  };
};
