import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccountingHarness } from "./accounting-harness.ts";
import { historySteps } from "./ledger-history.ts";
import { createLedgerWorld } from "./ledger-world.ts";
import { playHistory } from "./play-history.ts";
import { expectSoundBooks } from "./sound-books.ts";

/** Random histories, played in one ledger, each in a universe of its own. */
export const describeSinkHistories = (subjectOf: () => AccountingHarness, histories: number): void => {
  describe("random histories", () => {
    it("shows the source exactly at the end of any history, and sound books after each commit", async () => {
      const subject = subjectOf();
      const world = createLedgerWorld(subject.sink);
      let universe = 0;
      const property = fc.asyncProperty(historySteps, async (steps) => {
        universe += 1;
        await playHistory({ world, subject, universe, afterCommit: () => expectSoundBooks(subject) }, steps);
      });
      await fc.assert(property, { numRuns: histories });
      expect(universe).toBeGreaterThanOrEqual(histories);
    });
  });
};
