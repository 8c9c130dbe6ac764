import type { Run } from "../domain/sync/run.ts";
import { newsOfRun, resync } from "../domain/sync/sync-event.ts";
import type { Announcer } from "./announcer.ts";
import { type WatchedChecks, watchChecks } from "./check-watch.ts";
import type { CheckStore } from "./ports/check-store.ts";
import { type PruneEventsPorts, pruneEvents } from "./prune-events.ts";

export type TermNewsPorts = PruneEventsPorts & { readonly checks: CheckStore; readonly announcer: Announcer };

/** What a term tells by itself: ports through which the work of others becomes known. */
export type TermNews = Pick<WatchedChecks, "checks"> & { readonly onRun: (run: Run) => void };

/** Begins behind the fence: from there on the leader before commits nothing more, and what it had not told must be fetched. */
export const beginTermNews = async (
  ports: TermNewsPorts,
  signal: AbortSignal,
): Promise<{ readonly news: TermNews; readonly newestCheck: WatchedChecks["newest"] }> => {
  const { tell } = ports.announcer;
  tell(resync("new_leader"));
  const { checks, newest } = await watchChecks(ports.checks, tell, signal);
  void pruneEvents(ports, signal);
  return { news: { checks, onRun: (run) => tell(newsOfRun(run)) }, newestCheck: newest };
};
