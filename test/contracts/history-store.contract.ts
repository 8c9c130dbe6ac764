import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HistoryStore } from "../../src/application/ports/history-store.ts";
import { type HistoryPoint, historyPointMs, nothingMet } from "../../src/domain/sync/history.ts";

export type HistoryStoreHarness = { readonly history: HistoryStore; close(): Promise<void> };

const minuteMs = 60_000;
const start = 1_700_000_040_000;

const pointAt = (at: number, lagMs: number | null = 0): HistoryPoint => ({
  ...nothingMet,
  at,
  lagMs,
  changes: { payments: 3, properties: 2, owners: 1 },
});

/** What every HistoryStore must do. */
export const describeHistoryStoreContract = (name: string, createSubject: () => Promise<HistoryStoreHarness>): void => {
  describe(`history store: ${name}`, () => {
    const { signal } = new AbortController();
    let subject: HistoryStoreHarness;

    beforeEach(async () => {
      subject = await createSubject();
    });
    afterEach(() => subject.close());

    const save = (epoch: bigint, ...points: readonly HistoryPoint[]) =>
      subject.history.save({ at: Math.floor((points[0]?.at ?? 0) / minuteMs) * minuteMs, points }, epoch, signal);
    const between = (from: number, to: number) => subject.history.between(from, to, signal);
    const timesBetween = async (from: number, to: number) => (await between(from, to)).map(({ at }) => at);

    it("gives points back as they were, also one whose lag nobody knew", async () => {
      const points = [pointAt(start, 12.5), pointAt(start + historyPointMs, null)];
      await save(1n, ...points);

      expect(await between(start, start + minuteMs)).toEqual(points);
    });

    it("replaces a minute that has grown, and tells nothing twice", async () => {
      await save(1n, pointAt(start));
      await save(1n, pointAt(start), pointAt(start + historyPointMs));
      await save(1n, pointAt(start), pointAt(start + historyPointMs));

      expect(await timesBetween(start, start + minuteMs)).toEqual([start, start + historyPointMs]);
    });

    it("keeps what two leaders have met in one minute, in the order of time", async () => {
      await save(2n, pointAt(start + 2 * historyPointMs));
      await save(1n, pointAt(start), pointAt(start + historyPointMs));

      expect(await timesBetween(start, start + minuteMs)).toEqual([0, 1, 2].map((n) => start + n * historyPointMs));
    });

    it("tells what began in the span, its beginning included and its end not, wherever minutes begin", async () => {
      for (let minute = 0; minute < 3; minute += 1)
        await save(1n, ...[0, 1, 2, 3, 4, 5].map((n) => pointAt(start + minute * minuteMs + n * historyPointMs)));
      const from = start + 5 * historyPointMs;

      expect(await timesBetween(from, from + minuteMs)).toEqual(
        [0, 1, 2, 3, 4, 5].map((n) => from + n * historyPointMs),
      );
    });
  });
};
