import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventLog, NewEvent } from "../../src/application/ports/event-log.ts";
import type { SyncEvent } from "../../src/domain/sync/sync-event.ts";
import { sampleEvents } from "../support/event-samples.ts";

/** A database that holds events. */
export type EventLogHarness = {
  /** The log of one instance. */
  log(instanceId: string): EventLog;
  /** The next append of that instance is carried out, and its reply lost: it rejects. */
  loseReply(instanceId: string): void;
  close(): Promise<void>;
};

/** What every EventLog must do. */
export const describeEventLogContract = (name: string, createSubject: () => Promise<EventLogHarness>): void => {
  describe(`event log: ${name}`, () => {
    const { signal } = new AbortController();
    let subject: EventLogHarness;
    let log: EventLog;

    beforeEach(async () => {
      subject = await createSubject();
      log = subject.log("a");
    });
    afterEach(() => subject.close());

    const eventsAfter = (id: number, limit = 1_000) => log.after(id, limit, signal);
    const idsAfter = async (id: number, limit?: number) => (await eventsAfter(id, limit)).map((event) => event.id);
    const tokensOf = (events: readonly SyncEvent[]) =>
      events.map((event) => (event.type === "schedule" ? event.data.name : null));

    it("holds nothing before anything was told", async () => {
      expect(await eventsAfter(0)).toEqual([]);
      expect(await log.range(signal)).toEqual({ oldest: 1, newest: 0 });
    });

    it("gives every kind of event back as it was told, numbered from 1 on", async () => {
      const told = sampleEvents.map(({ id, at, ...event }) => ({ token: `t${id}`, at, event }));
      await log.append(told, signal);

      expect(await eventsAfter(0)).toEqual(sampleEvents.map((event, index) => ({ ...event, id: index + 1 })));
    });

    it("numbers on where another instance has stopped, and where it goes on itself", async () => {
      const other = subject.log("b");
      await log.append([named("1"), named("2")], signal);
      await other.append([named("3")], signal);
      await log.append([named("4")], signal);

      expect(tokensOf(await eventsAfter(0))).toEqual(["1", "2", "3", "4"]);
      expect(await idsAfter(0)).toEqual([1, 2, 3, 4]);
      expect(await log.range(signal)).toEqual({ oldest: 1, newest: 4 });
    });

    it("gives no more than asked for, oldest first, and nothing behind the newest", async () => {
      await log.append(["1", "2", "3", "4"].map(named), signal);

      expect(await idsAfter(1, 2)).toEqual([2, 3]);
      expect(await idsAfter(4)).toEqual([]);
      expect(await idsAfter(9)).toEqual([]);
    });

    it("tells an event once whose reply was lost and which was told again", async () => {
      await log.append([named("1")], signal);
      subject.loseReply("a");
      await expect(log.append([named("2"), named("3")], signal)).rejects.toThrow();
      const other = subject.log("b");
      await other.append([named("4")], signal);
      await log.append([named("2"), named("3")], signal);
      await log.append([named("5")], signal);

      expect(tokensOf(await eventsAfter(0))).toEqual(["1", "2", "3", "4", "5"]);
    });

    it("goes on with what was left of it when only a part had been written", async () => {
      subject.loseReply("a");
      await expect(log.append([named("1")], signal)).rejects.toThrow();
      await log.append([named("1"), named("2")], signal);

      expect(tokensOf(await eventsAfter(0))).toEqual(["1", "2"]);
    });

    it("leaves no gap, repeats nothing and keeps each writer's order while several write at once", async () => {
      const writers = ["a", "b", "c", "d"].map(subject.log);
      const seen: number[] = [];
      const reading = (async () => {
        while (seen.length < 96) seen.push(...(await idsAfter(seen.at(-1) ?? 0)));
      })();
      const write = async (writer: EventLog, index: number) => {
        for (let round = 0; round < 8; round += 1)
          await writer.append(
            [0, 1, 2].map((part) => named(`${index}.${round * 3 + part}`)),
            signal,
          );
      };
      await Promise.all(writers.map(write));
      await reading;

      // Whoever read n has read every smaller number before.
      expect(seen).toEqual(Array.from({ length: 96 }, (_, index) => index + 1));
      const told = tokensOf(await eventsAfter(0));
      for (const index of writers.keys())
        expect(told.filter((name) => name?.startsWith(`${index}.`))).toEqual(
          Array.from({ length: 24 }, (_, place) => `${index}.${place}`),
        );
    });

    it("removes what is old, never the newest, so that numbers go on behind it", async () => {
      await log.append([named("1", 1_000), named("2", 2_000), named("3", 3_000)], signal);
      await log.prune(2_500, signal);
      expect(await log.range(signal)).toEqual({ oldest: 3, newest: 3 });

      await log.prune(9_000, signal);
      expect(await idsAfter(0)).toEqual([3]);

      await subject.log("fresh").append([named("4", 9_500)], signal);
      expect(await idsAfter(0)).toEqual([3, 4]);
    });

    it("leaves no hole where a clock was set back", async () => {
      await log.append([named("1", 5_000), named("2", 1_000), named("3", 6_000)], signal);
      await log.prune(4_000, signal);

      expect(await idsAfter(0)).toEqual([1, 2, 3]);
    });
  });
};

const named = (name: string, at = 1_000): NewEvent => ({
  token: `t${name}`,
  at,
  event: { type: "schedule", data: { change: "changed", name, runId: null, reason: null } },
});
