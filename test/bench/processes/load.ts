import { startWorker, type Worker } from "./worker.ts";

export type PacedLoad = {
  /** Names the main database. */
  readonly uri: string;
  /** Payments number `from` to `from + count`. */
  readonly from: number;
  readonly count: number;
  readonly perSecond: number;
  /** How many are stored by one command; 1 where nothing is said. */
  readonly together?: number;
};

export type PacedResult = {
  /** When each payment was acknowledged by the majority, by `nowMs`. */
  readonly ackedAt: Float64Array;
  /** How far the generator was behind its own pace at worst. */
  readonly latestMs: number;
};

export type LoadCalls = { readonly store: (load: PacedLoad) => Promise<PacedResult> };

export const startLoad = (): Promise<Worker<LoadCalls>> =>
  startWorker<LoadCalls>({ file: new URL("load-process.ts", import.meta.url) });
