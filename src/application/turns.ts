/** Where a piece of work comes from: the stream has the right of way. */
export type Priority = "stream" | "other";

/** Units of the stream that may pass a waiting other unit. */
const streamTurnsMax = 4;

/** Who goes next: the stream, unless something else has let it pass often enough. First come, first served within each. */
export type Turns<T> = {
  add(priority: Priority, item: T): void;
  take(): T | undefined;
};

export const createTurns = <T>(): Turns<T> => {
  const waiting: Record<Priority, T[]> = { stream: [], other: [] };
  let streamTurns = 0;
  return {
    add: (priority, item) => void waiting[priority].push(item),
    take: () => {
      const isOtherDue = waiting.other.length > 0 && streamTurns >= streamTurnsMax;
      const isStreamNext = waiting.stream.length > 0 && !isOtherDue;
      streamTurns = isStreamNext && waiting.other.length > 0 ? streamTurns + 1 : 0;
      return waiting[isStreamNext ? "stream" : "other"].shift();
    },
  };
};
