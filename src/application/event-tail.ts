import { AppError } from "./errors.ts";
import { type EventWindow, type EventWindowPorts, openEventWindow } from "./event-window.ts";

/** The newest events of one instance: read from the log once for all its readers, and only while there are any. */
export type EventTail = {
  /** `onNews`: events have come, or the tail was closed. */
  join(onNews: () => void): EventReading;
  readers(): number;
  /** Something was written: it is looked for now. */
  wake(): void;
  /** Ends every reading. */
  close(): void;
};

export type EventReading = Pick<EventWindow, "start" | "after"> & {
  /** Why it is over; null while it is not. */
  ended(): AppError | null;
  leave(): void;
};

export const createEventTail = (ports: EventWindowPorts): EventTail => {
  const readers = new Set<() => void>();
  let window: EventWindow | null = null;
  let ended: AppError | null = null;

  const tellReaders = (): void => {
    for (const onNews of readers) onNews();
  };
  const closeWindow = (): void => {
    window?.close();
    window = null;
  };

  return {
    join: (onNews) => {
      if (ended !== null) throw ended;
      window ??= openEventWindow(ports, tellReaders);
      readers.add(onNews);
      const { start, after } = window;
      return {
        start,
        after,
        ended: () => ended,
        leave: () => {
          if (readers.delete(onNews) && readers.size === 0) closeWindow();
        },
      };
    },
    readers: () => readers.size,
    wake: () => window?.wake(),
    close: () => {
      ended = new AppError("cancelled", "The service is stopping; connect again, and nothing is missed.");
      closeWindow();
      tellReaders();
    },
  };
};
