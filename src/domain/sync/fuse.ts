import type { DocumentKey } from "./failure.ts";

/** How far back failing keys are counted together. Unit: ms. */
export const fuseWindowMs = 5 * 60_000;
/** More than so many of the stream's keys, and more than this share of them unless another is chosen, is no accident of single documents. */
export const fuseFailedMax = 20;
export const fusePercentMax = 1;

/** Keys of the stream within the window, and how many different ones of them could not be projected. */
export type FuseCount = { readonly keys: number; readonly failed: number };

/** So many documents fail at once that their schema must have changed: what comes behind them will fail as well. */
export const isMassFailure = ({ keys, failed }: FuseCount, percentMax = fusePercentMax): boolean =>
  failed > fuseFailedMax && failed * 100 > percentMax * keys;

export type Fuse = {
  /** One unit of the stream, committed at `at` (ms that only grow). Answers with the count when that blows the fuse, which is then whole again. */
  record(unit: {
    readonly at: number;
    readonly keys: number;
    readonly failedKeys: readonly DocumentKey[];
  }): FuseCount | null;
};

/** Length of the stretches in which keys are counted together, so that memory does not grow with the number of units. Unit: ms. */
const stretchMs = 1_000;

export const createFuse = (percentMax = fusePercentMax): Fuse => {
  const keysByStretch = new Map<number, number>();
  const failedAt = new Map<DocumentKey, number>();

  const forget = (now: number): void => {
    for (const stretch of keysByStretch.keys())
      if ((stretch + 1) * stretchMs <= now - fuseWindowMs) keysByStretch.delete(stretch);
    for (const [key, at] of failedAt) if (at <= now - fuseWindowMs) failedAt.delete(key);
  };

  return {
    record: ({ at, keys, failedKeys }) => {
      const stretch = Math.floor(at / stretchMs);
      keysByStretch.set(stretch, (keysByStretch.get(stretch) ?? 0) + keys);
      for (const key of failedKeys) failedAt.set(key, at);
      forget(at);
      const count = { keys: [...keysByStretch.values()].reduce((sum, each) => sum + each, 0), failed: failedAt.size };
      if (!isMassFailure(count, percentMax)) return null;
      keysByStretch.clear();
      failedAt.clear();
      return count;
    },
  };
};
