import type { ClusterTime } from "../domain/cluster-time.ts";
import { type OplogHeadroom, type OplogWindow, oplogHeadroomOf } from "../domain/sync/oplog-headroom.ts";
import { isTransient } from "./errors.ts";
import type { Clock } from "./ports/clock.ts";
import type { Oplog } from "./ports/oplog.ts";

/** How often the oplog is looked at. Unit: ms. */
const lookEveryMs = 30_000;

export type OplogWatchPorts = {
  readonly oplog: Oplog;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
};

export type OplogWatch = {
  /** As the oplog was last seen; null = unknown. */
  headroom(position: ClusterTime | null): OplogHeadroom | null;
};

/** Looks at the oplog now and then for as long as this instance leads. A source that is away leaves what was last seen. */
export const watchOplog = ({ oplog, clock, onError }: OplogWatchPorts, signal: AbortSignal): OplogWatch => {
  let seen: OplogWindow | null = null;
  const watch = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        seen = await oplog.window(signal);
      } catch (error) {
        if (!signal.aborted && !isTransient(error)) onError(error);
      }
      await clock.sleep(lookEveryMs, signal).catch(() => undefined);
    }
  };
  void watch();
  return { headroom: (position) => (seen === null || position === null ? null : oplogHeadroomOf(seen, position)) };
};
