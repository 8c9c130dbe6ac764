import type { Id } from "../domain/ids.ts";
import { type ProjectedCut, projectCut } from "../domain/projection/project-cut.ts";
import { type DocumentKey, documentKey } from "../domain/sync/failure.ts";
import { addOutcomes } from "../domain/sync/run.ts";
import type { UnitResult } from "./carry-unit.ts";
import type { Lane, Ticket } from "./lane.ts";
import type { ReconcileBatch } from "./ports/accounting-sink.ts";
import { type ReadPorts, withOwners } from "./reconcile.ts";
import type { RetryPorts } from "./retry-transient.ts";
import type { RunTracker } from "./run-tracker.ts";
import { throttle } from "./throttle.ts";

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

type Collection = "properties" | "payments";

/** First pass: every document of a collection, in the source's `_id` order. The next chunk is read while one commits. */
export const syncCollection = async (ports: ChunkPorts, collection: Collection, signal: AbortSignal): Promise<void> => {
  // Safe: this phase records the ids of its documents.
  let after = ports.tracker.run().progress.after as Id | null;
  let previous: Promise<void> = Promise.resolve();
  try {
    for (;;) {
      const startedAt = ports.clock.monotonic();
      const chunk = createChunk(ports, collection, after);
      const ticket = ports.lane.submit("other", chunk, signal);
      // At once: the stream may bring the same changes while the run's progress is still being recorded.
      ticket.done.then(
        (result) => noteCorrections(ports, result, chunk.cut()),
        () => undefined,
      );
      await ticket.read;
      await previous;
      const ids = chunk.ids();
      previous = finishChunk(ports, ticket, chunk);
      previous.catch(() => undefined);
      if (ids.length === 0) return await previous;
      after = ids.at(-1) ?? after;
      await throttle(ports, ids.length, startedAt, signal);
    }
  } finally {
    // A chunk that is still on its way must not record progress of a run that has ended.
    await previous.catch(() => undefined);
  }
};

type Chunk = {
  readonly read: (floor: unknown, signal: AbortSignal) => Promise<ReconcileBatch>;
  /** Of the last reading. */
  readonly ids: () => readonly Id[];
  readonly cut: () => ProjectedCut;
  readonly isOfProperties: boolean;
};

const createChunk = (ports: ChunkPorts, collection: Collection, after: Id | null): Chunk => {
  const token = ports.newToken();
  const limit = ports.chunkSize();
  let page: { readonly ids: readonly Id[]; readonly cut: ProjectedCut } | null = null;
  const known = () => {
    if (page === null) throw new Error("a chunk is asked about before it was read");
    return page;
  };
  return {
    isOfProperties: collection === "properties",
    ids: () => known().ids,
    cut: () => known().cut,
    read: async (_floor, signal) => {
      page = await readPage(ports, collection, { after, limit }, signal);
      return batchOf(ports, collection, { after, token, ...page });
    },
  };
};

const readPage = async (
  ports: ChunkPorts,
  collection: Collection,
  page: { readonly after: Id | null; readonly limit: number },
  signal: AbortSignal,
): Promise<{ readonly ids: readonly Id[]; readonly cut: ProjectedCut }> => {
  for (;;) {
    const { ids, cut } = await ports.source.readPage(collection, page, signal);
    const whole = await withOwners(ports, projectCut(keysOf(collection, ids), cut, ports.rules), signal);
    if (whole.kind === "read") return { ids, cut: whole.cut };
  }
};

const keysOf = (collection: Collection, ids: readonly Id[]) => ({
  payments: [],
  properties: [],
  owners: [],
  [collection]: ids,
});

type Page = {
  readonly after: Id | null;
  readonly token: string;
  readonly ids: readonly Id[];
  readonly cut: ProjectedCut;
};

const batchOf = (ports: ChunkPorts, collection: Collection, { after, token, ids, cut }: Page): ReconcileBatch => {
  const through = ids.at(-1) ?? null;
  return {
    kind: "reconcile",
    token,
    epoch: ports.epoch,
    cause: { kind: "run", runId: ports.tracker.run().id },
    at: ports.clock.now(),
    keys: keysOf(collection, ids),
    cut,
    events: 0,
    position: null,
    presumedNew: new Set(),
    stretch: collection === "payments" ? { after, through } : null,
    dryRun: ports.tracker.run().dryRun,
  };
};

const noteCorrections = ({ tracker }: ChunkPorts, result: UnitResult, { asOf, properties }: ProjectedCut): void => {
  if (result.kind !== "committed") return;
  const explanations = new Map<DocumentKey, readonly DocumentKey[]>();
  for (const [id, property] of properties) {
    if (property.kind !== "property") continue;
    const owners = property.ownerKeys.map((owner) => documentKey("owners", owner));
    explanations.set(documentKey("properties", id), owners);
  }
  tracker.corrected(asOf, result.changedKeys, explanations);
};

const finishChunk = async ({ tracker }: ChunkPorts, ticket: Ticket, chunk: Chunk): Promise<void> => {
  const result = await ticket.done;
  const { progress, counts, orphansCounted } = tracker.run();
  const ids = chunk.ids();
  // Null where the chunk does not tell: it was committed before and only its reply was lost.
  const judged = "outcomes" in result ? result : null;
  const orphans = judged?.orphanedRows ?? null;
  const read = { ...counts, read: counts.read + ids.length, toRetract: counts.toRetract + (orphans ?? 0) };
  await tracker.update({
    progress: { ...progress, after: ids.at(-1) ?? progress.after, processed: progress.processed + ids.length },
    counts: judged === null ? read : addOutcomes(read, judged.outcomes),
    orphansCounted: orphansCounted && (orphans !== null || chunk.isOfProperties),
  });
};
