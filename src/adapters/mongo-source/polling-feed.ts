import { AppError } from "../../application/errors.ts";
import type { ChangeFeed, OpenFeed } from "../../application/ports/change-feed.ts";
import { type ClusterTime, maxClusterTime } from "../../domain/cluster-time.ts";
import type { Position } from "../../domain/sync/change.ts";
import type { MongoSourceOptions } from "./mongo-source-reader.ts";
import { pollingPlaceOf, pollingPosition } from "./polling-position.ts";
import { type ChangingPace, learn, type PollingMemory, type Rounds, rounds } from "./polling-rounds.ts";
import { polledCollections } from "./polling-scan.ts";
import type { HistoryLost } from "./polling-sweep.ts";
import { createToldDocuments } from "./told-documents.ts";
import { unlessAborted } from "./unless-aborted.ts";

export type PollingFeedOptions = MongoSourceOptions & Pick<Rounds, "clock" | "timer" | "ledger" | "intervals">;

/**
 * Changes of a standalone server, which keeps no history: documents with a new `updatedAt` by short polls; deletions, and
 * changes that left no date, by sweeps that compare everything.
 */
export const createPollingFeed = (options: PollingFeedOptions): ChangeFeed => {
  const pace: ChangingPace = { ...options.intervals, sweptAt: null };
  const freshMemory = (item: number): Memory => {
    const collections = polledCollections(options.collections, createToldDocuments);
    return { collections, item, token: null, hasSwept: false };
  };
  let memory = freshMemory(0);
  return {
    mode: () => ({ mode: "polling", polling: { ...pace } }),
    open: (from) => {
      const place = from === null ? null : pollingPlaceOf(from);
      if (from !== null && place === null) return Promise.resolve(ofAnotherFeed);
      if (from !== null) options.clock.raise(from.clusterTime);
      // Items are numbered on, so that no position is given twice for different things.
      if (from === null || memory.token !== from.token) memory = freshMemory(Math.max(memory.item, place?.item ?? 0));
      // Who comes back asks what happened meanwhile, and that takes a sweep.
      memory.hasSwept = false;
      return openAt(options, { memory, pace, from, since: place?.since ?? 0 });
    },
  };
};

const ofAnotherFeed: HistoryLost = {
  kind: "history_lost",
  reason: "token_unusable",
  detail: "the stored position was not given out by polling",
};

/** What has been told up to the position of `token`. It is built upon only there: what came later may never have been committed. */
type Memory = PollingMemory & { item: number; token: string | null };

type Opening = {
  readonly memory: Memory;
  readonly pace: ChangingPace;
  readonly from: Position | null;
  readonly since: number;
};

const openAt = async (options: PollingFeedOptions, { from, ...opening }: Opening): Promise<OpenFeed> => {
  const session = options.client.startSession({ causalConsistency: false });
  const closing = new AbortController();
  const db = options.client.db(options.databaseName);
  const times = { start: from?.clusterTime ?? options.clock.last(), closed: closing.signal };
  const reading: Rounds = { ...options, ...opening, ...times, db, session };
  const close = async (): Promise<void> => {
    closing.abort(new AppError("cancelled", "The feed of changes is closed."));
    await session.endSession();
  };
  try {
    const start = from ?? nextPosition(reading, opening.memory, await learn(reading));
    return { start, next: reader(reading, opening.memory, start), close };
  } catch (error) {
    await close();
    throw error;
  }
};

const reader = (reading: Rounds, memory: Memory, start: Position): OpenFeed["next"] => {
  const steps = rounds(reading);
  let last = start.clusterTime;
  return async (signal) => {
    const { token } = memory;
    // An answer that nobody waits for any more is lost, and what it would have told is marked as told.
    memory.token = null;
    const answer = steps.next().catch((error: unknown) => {
      memory.token = token;
      throw error;
    });
    const { value } = await unlessAborted(answer, signal);
    if (value === undefined) throw new AppError("source_unavailable", "The polling of the main database has ended.");
    if (value.kind === "history_lost") return value;
    // A sweep's time is older than that of the polls between its steps.
    last = maxClusterTime(last, value.time);
    return { kind: "changes", changes: value.changes, position: nextPosition(reading, memory, last) };
  };
};

const nextPosition = ({ since }: Rounds, memory: Memory, clusterTime: ClusterTime): Position => {
  memory.item += 1;
  const position = pollingPosition({ since, item: memory.item }, clusterTime);
  memory.token = position.token;
  return position;
};
