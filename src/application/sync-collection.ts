import type { Id } from "../domain/ids.ts";
import type { ProjectedCut } from "../domain/projection/project-cut.ts";
import { type DocumentKey, documentKey } from "../domain/sync/failure.ts";
import { addOutcomes } from "../domain/sync/run.ts";
import { countAhead } from "./ahead.ts";
import type { UnitResult } from "./carry-unit.ts";
import { AppError } from "./errors.ts";
import type { Ticket } from "./lane.ts";
import { type Chunk, type ChunkPorts, type Collection, createChunk } from "./sync-chunk.ts";
import { throttle } from "./throttle.ts";

/**
 * First pass: every document of a collection, in the source's `_id` order. A chunk that is too much for the accounting database is
 * read again as half of it, from where the run has come; those behind it grow again as they go through.
 */
export const syncCollection = async (ports: ChunkPorts, collection: Collection, signal: AbortSignal): Promise<void> => {
  const cap = createChunkCap(ports.chunkSize);
  for (;;) {
    try {
      return await walkCollection({ ...ports, ...cap }, collection, signal);
    } catch (error) {
      if (!isTooLarge(error) || !cap.halve()) throw error;
    }
  }
};

type Capped = Pick<ChunkPorts, "chunkSize"> & {
  /** A chunk has gone through. */
  grow(): void;
  /** False when one document alone is too much. */
  halve(): boolean;
};

/** What chunks of this run may hold at most, whatever goes through beside it. */
const createChunkCap = (usual: () => number): Capped => {
  let cap = Number.POSITIVE_INFINITY;
  const chunkSize = (): number => Math.max(1, Math.min(usual(), cap));
  let last = chunkSize();
  return {
    chunkSize: () => {
      last = chunkSize();
      return last;
    },
    grow: () => {
      cap *= 2;
    },
    halve: () => {
      const isOne = last <= 1;
      cap = Math.floor(last / 2);
      return !isOne;
    },
  };
};

export const isTooLarge = (error: unknown): boolean => error instanceof AppError && error.code === "unit_too_large";

/** The next chunk is read while one commits. */
const walkCollection = async (
  ports: ChunkPorts & Pick<Capped, "grow">,
  collection: Collection,
  signal: AbortSignal,
): Promise<void> => {
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
      previous = finishChunk(ports, ticket, chunk).then(ports.grow);
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
  const read = {
    ...counts,
    read: counts.read + ids.length,
    toRetract: counts.toRetract + (orphans ?? 0),
    aheadCorrected: counts.aheadCorrected + countAhead(result),
  };
  await tracker.update({
    progress: { ...progress, after: ids.at(-1) ?? progress.after, processed: progress.processed + ids.length },
    counts: judged === null ? read : addOutcomes(read, judged.outcomes),
    orphansCounted: orphansCounted && (orphans !== null || chunk.isOfProperties),
  });
};
