import type { Db } from "mongodb";
import { type ClusterTime, createClusterTime, maxClusterTime } from "../../domain/cluster-time.ts";
import { isStandalone } from "../mongo-driver/inspect-server.ts";
import { translated } from "../mongo-driver/translate-error.ts";

/** A moment of a server that has no cluster time. */
export type Moment = {
  readonly time: ClusterTime;
  /** The server's own clock. Milliseconds since the epoch. */
  readonly wallTime: number;
  /** False: it has been made a replica set meanwhile. */
  readonly isStandalone: boolean;
};

/**
 * Gives a standalone server the times that it lacks. A time is taken before the read that it is put on: what was read is that
 * old at most. Times only ever grow, whatever the server's clock does.
 */
export type PollingClock = {
  /** Asks the server: the second it lives in or, when a time of that second has been given already, the next one. */
  take(): Promise<Moment>;
  /** A time that was stored or used before: nothing older is given from now on. */
  raise(to: ClusterTime): void;
  /** The newest that was given or raised to; 0 before the first. */
  last(): ClusterTime;
};

// Safe: no time has been given before the first.
const noTime = 0n as ClusterTime;

export const createPollingClock = (db: Db): PollingClock => {
  let last = noTime;
  const raise = (to: ClusterTime): void => {
    last = maxClusterTime(last, to);
  };
  return {
    take: async () => {
      const hello = await translated("source", () => db.command({ hello: 1 }));
      const wallTime: number = hello.localTime.getTime();
      // Safe: one increment behind a cluster time comes the next cluster time.
      const next = (last + 1n) as ClusterTime;
      last = maxClusterTime(next, createClusterTime(Math.floor(wallTime / 1_000), 0));
      return { time: last, wallTime, isStandalone: isStandalone(hello) };
    },
    raise,
    last: () => last,
  };
};
