/** What is to happen, and when. `order` decides among events of one moment. */
export type QueuedEvent = {
  readonly at: number;
  readonly order: number;
  readonly happen: () => void;
  cancelled: boolean;
};

/** Events by time: a binary heap. */
export type EventQueue = {
  add(event: QueuedEvent): void;
  /** The earliest event that was not cancelled. */
  take(): QueuedEvent | undefined;
};

export const createEventQueue = (): EventQueue => {
  const heap: QueuedEvent[] = [];
  return {
    add: (event) => {
      heap.push(event);
      rise(heap, heap.length - 1);
    },
    take: () => {
      for (let first = takeFirst(heap); first !== undefined; first = takeFirst(heap)) {
        if (!first.cancelled) return first;
      }
      return undefined;
    },
  };
};

const isBefore = (a: QueuedEvent | undefined, b: QueuedEvent | undefined): boolean =>
  a !== undefined && b !== undefined && (a.at === b.at ? a.order < b.order : a.at < b.at);

const swap = (heap: QueuedEvent[], a: number, b: number): void => {
  const [left, right] = [heap[a], heap[b]];
  if (left === undefined || right === undefined) return;
  heap[a] = right;
  heap[b] = left;
};

const rise = (heap: QueuedEvent[], from: number): void => {
  for (let at = from; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (!isBefore(heap[at], heap[parent])) return;
    swap(heap, at, parent);
    at = parent;
  }
};

const takeFirst = (heap: QueuedEvent[]): QueuedEvent | undefined => {
  swap(heap, 0, heap.length - 1);
  const first = heap.pop();
  for (let at = 0; ; ) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    const least = isBefore(heap[right], heap[left]) ? right : left;
    if (!isBefore(heap[least], heap[at])) return first;
    swap(heap, at, least);
    at = least;
  }
};
