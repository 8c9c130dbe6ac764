import { setTimeout as pause } from "node:timers/promises";
import type { Db, Timestamp } from "mongodb";

export type HeadWatch = AsyncDisposable & {
  /** Stops reading, and tells what was seen to go back and how often was read. */
  story(): Promise<{ readonly stepsBack: readonly string[]; readonly readings: number }>;
};

const lookEveryMs = 4;

/** Reads the heads and the checkpoint as any reader may, again and again: nothing that was shown once is ever older later. */
export const watchHeads = (accounting: Db): HeadWatch => {
  const shown = new Map<string, { readonly version: number; readonly asOf: Timestamp }>();
  const stepsBack: string[] = [];
  let readings = 0;
  const over = new AbortController();

  const look = (name: string, version: number, asOf: Timestamp): void => {
    const before = shown.get(name);
    if (before !== undefined && (version < before.version || asOf.compare(before.asOf) < 0))
      stepsBack.push(`${name}: ${before.version} at ${before.asOf} → ${version} at ${asOf}`);
    shown.set(name, { version, asOf });
  };
  const watch = async (): Promise<void> => {
    const options = { readConcern: { level: "majority" } } as const;
    while (!over.signal.aborted) {
      const heads = await accounting
        .collection("accounts")
        .find({}, { ...options, projection: { version: 1, asOf: 1 } })
        .toArray();
      for (const { _id, version, asOf } of heads) look(String(_id), version, asOf);
      const [state] = await accounting
        .collection("sync_state")
        .find({ commitNo: { $exists: true } }, options)
        .toArray();
      if (state !== undefined) look("checkpoint", Number(state.commitNo), state.readFloor);
      readings += 1;
      await pause(lookEveryMs);
    }
  };
  const watching = watch();
  // Told by whoever asks for the story.
  watching.catch(() => undefined);
  const stop = async (): Promise<void> => {
    over.abort();
    await watching;
  };
  return {
    story: async () => {
      await stop();
      return { stepsBack, readings };
    },
    [Symbol.asyncDispose]: stop,
  };
};
