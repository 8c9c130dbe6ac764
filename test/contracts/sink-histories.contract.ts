import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { AccountingHarness } from "./accounting-harness.ts";
import { historySteps } from "./ledger-history.ts";
import { createLedgerWorld, type LedgerWorld } from "./ledger-world.ts";
import { playHistory } from "./play-history.ts";
import { expectSoundBooks } from "./sound-books.ts";

export type HistoriesOptions = {
  /** Random histories tried. */
  readonly histories: number;
  /** Played one after the other in one ledger, each with documents of its own; few where a new ledger is cheap. */
  readonly historiesPerLedger: number;
};

/** Random histories: whatever happens in whatever order, the ledger shows the source after each commit. */
export const describeSinkHistories = (
  createSubject: () => Promise<AccountingHarness>,
  options: HistoriesOptions,
): void => {
  describe("random histories", () => {
    let stage: { readonly subject: AccountingHarness; readonly world: LedgerWorld } | null = null;
    let universe = 0;

    const closeLedger = async (): Promise<void> => {
      await stage?.subject.close();
      stage = null;
    };
    afterEach(closeLedger);

    const ledger = async () => {
      if (universe % options.historiesPerLedger === 0) await closeLedger();
      universe += 1;
      if (stage === null) {
        const subject = await createSubject();
        stage = { subject, world: createLedgerWorld(subject.sink) };
      }
      return stage;
    };

    it("shows the source exactly after each commit of any history, with sound books", async () => {
      const property = fc.asyncProperty(historySteps, async (steps) => {
        const { subject, world } = await ledger();
        await playHistory({ world, subject, universe, afterCommit: () => expectSoundBooks(subject) }, steps);
      });
      await fc.assert(property, { numRuns: options.histories });
      expect(universe).toBeGreaterThanOrEqual(options.histories);
    });
  });
};
