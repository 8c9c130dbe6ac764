import { type Change, type CoalescedChanges, coalesce, type Position } from "../domain/sync/change.ts";

/** Changes per unit: large ones are what makes a backlog cheap; a transaction stays far below its limits. */
export const unitEventsMax = 5_000;
/** Changes read ahead of the lane before reading pauses: back-pressure, and the bound of memory. */
const backlogEventsMax = 4 * unitEventsMax;

/** What one answer of the feed said. */
export type FeedBatch = {
  readonly changes: readonly Change[];
  readonly position: Position;
  /** As many as were asked for: whether more is there is open. Not said = as many as a unit holds. */
  readonly isFull?: boolean;
};

/** What goes to the ledger together: the distinct keys of some batches, and the position behind the last of them. */
export type Taken = {
  readonly batches: readonly FeedBatch[];
  readonly changes: CoalescedChanges;
  readonly position: Position;
};

/** Batches that wait for their turn, in order. */
export type Backlog = {
  add(batch: FeedBatch): void;
  /** As many whole batches as fit into a unit, at least one. */
  take(): Taken;
  /** Changes that wait. */
  events(): number;
  isEmpty(): boolean;
  /** Resolves when another batch may be read. */
  room(): Promise<void>;
  /** Lets a waiting reader go: nothing will be taken any more. */
  giveUp(): void;
};

/** `unitMax`: changes that a unit may hold right now. */
export const createBacklog = (unitMax: () => number = () => unitEventsMax): Backlog => {
  const waiting: FeedBatch[] = [];
  let events = 0;
  let room = Promise.withResolvers<void>();
  return {
    add: (batch) => {
      waiting.push(batch);
      events += batch.changes.length;
      if (events > backlogEventsMax) room = Promise.withResolvers();
      else room.resolve();
    },
    take: () => {
      const batches = waiting.splice(0, batchesOfUnit(waiting, unitMax()));
      const last = batches.at(-1);
      if (last === undefined) throw new Error("nothing waits to be taken");
      events -= eventsOf(batches);
      if (events <= backlogEventsMax) room.resolve();
      return { batches, changes: coalesce(batches.flatMap((batch) => batch.changes)), position: last.position };
    },
    events: () => events,
    isEmpty: () => waiting.length === 0,
    room: () => room.promise,
    giveUp: () => room.resolve(),
  };
};

const eventsOf = (batches: readonly FeedBatch[]): number =>
  batches.reduce((sum, batch) => sum + batch.changes.length, 0);

const batchesOfUnit = (waiting: readonly FeedBatch[], max: number): number => {
  let events = 0;
  const tooMany = waiting.findIndex((batch, index) => {
    events += batch.changes.length;
    return index > 0 && events > max;
  });
  return tooMany === -1 ? waiting.length : tooMany;
};
