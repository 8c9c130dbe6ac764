/** Puts off what is asked for often, so that it is done once for many. */
export type Gather = {
  readonly add: (names: readonly string[] | null) => void;
  /** Forgets what is still waiting. */
  readonly stop: () => void;
};

/** After the first event, so that those that come with it are told of together. Unit: ms. */
export const firstMs = 100;
/** Between two rounds: under constant traffic a reader stays far below what a caller may ask in a minute. Unit: ms. */
export const betweenMs = 2_000;

/** `flush` is told the names gathered since it was last called; null = everything. */
export const createGather = (flush: (names: ReadonlySet<string> | null) => void, now: () => number): Gather => {
  let waiting: { readonly names: Set<string>; all: boolean; readonly timer: ReturnType<typeof setTimeout> } | null =
    null;
  let flushedAt = Number.NEGATIVE_INFINITY;
  const go = (): void => {
    const gathered = waiting;
    waiting = null;
    flushedAt = now();
    if (gathered !== null) flush(gathered.all ? null : gathered.names);
  };
  return {
    add: (names) => {
      const delayMs = Math.max(firstMs, flushedAt + betweenMs - now());
      waiting ??= { names: new Set(), all: false, timer: setTimeout(go, delayMs) };
      if (names === null) waiting.all = true;
      else for (const name of names) waiting.names.add(name);
    },
    stop: () => {
      if (waiting !== null) clearTimeout(waiting.timer);
      waiting = null;
    },
  };
};
