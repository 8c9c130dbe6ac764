/** Who follows the stream moves its position: one at a time. */
export type StreamTurn = {
  isFree(): boolean;
  /** Waits for the turn, then works. Rejects with the signal's reason when it aborts before that. */
  take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
};

export const createStreamTurn = (): StreamTurn => {
  let holders = 0;
  let last: Promise<void> = Promise.resolve();
  return {
    isFree: () => holders === 0,
    take: async (work, signal) => {
      const before = last;
      const over = Promise.withResolvers<void>();
      last = over.promise;
      holders += 1;
      try {
        await beforeAbort(before, signal);
        return await work();
      } finally {
        holders -= 1;
        // Whoever gave up waiting does not let the next one in before the holder has gone.
        void before.then(over.resolve);
      }
    },
  };
};

const beforeAbort = async (turn: Promise<void>, signal: AbortSignal): Promise<void> => {
  const aborted = Promise.withResolvers<never>();
  const giveUp = (): void => aborted.reject(signal.reason);
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    signal.throwIfAborted();
    await Promise.race([turn, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
};
