import { createEventQueue, type QueuedEvent } from "./event-queue.ts";
import type { Random } from "./random.ts";

/** Takes an event back; harmless when it has happened. */
export type Cancel = () => void;

/** The one time of a simulated world: it passes from event to event, and chance orders those of one moment. Unit: ms. */
export type VirtualTime = {
  now(): number;
  after(ms: number, happen: () => void): Cancel;
  /** Lets events happen until `isOver`, and answers false when `deadline` came first or nothing was left to happen. */
  pass(isOver: () => boolean, deadline: number): Promise<boolean>;
  /** Events that have happened. */
  events(): number;
};

/** A history that takes more events than this goes in circles. */
const eventsMax = 60_000;

export const createVirtualTime = (random: Random): VirtualTime => {
  const queue = createEventQueue();
  let now = 0;
  let events = 0;
  return {
    now: () => now,
    events: () => events,
    after: (ms, happen) => {
      const event: QueuedEvent = { at: now + ms, order: random.next(), happen, cancelled: false };
      queue.add(event);
      return () => {
        event.cancelled = true;
      };
    },
    pass: async (isOver, deadline) => {
      while (!isOver()) {
        const event = queue.take();
        if (event === undefined || events >= eventsMax) return false;
        if (event.at > deadline) {
          queue.add(event);
          now = deadline;
          return false;
        }
        now = event.at;
        events += 1;
        event.happen();
        await everythingToSettle();
      }
      return true;
    },
  };
};

/** All promises that can go on now go on before the next macrotask. */
const everythingToSettle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
