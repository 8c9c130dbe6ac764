import { afterEach, beforeEach, describe } from "vitest";
import type { AccountingHarness } from "./accounting-harness.ts";
import { describeSinkAhead } from "./sink-ahead.contract.ts";
import { describeSinkFailureLife } from "./sink-failure-life.contract.ts";
import { describeSinkFailures } from "./sink-failures.contract.ts";
import { describeSinkHints } from "./sink-hints.contract.ts";
import { describeSinkHistories, type HistoriesOptions } from "./sink-histories.contract.ts";
import { describeSinkLedger } from "./sink-ledger.contract.ts";
import { describeSinkLimits } from "./sink-limits.contract.ts";
import { describeSinkManual } from "./sink-manual.contract.ts";
import { describeSinkProtocol } from "./sink-protocol.contract.ts";
import { describeSinkRebuild } from "./sink-rebuild.contract.ts";
import { describeSinkRounding } from "./sink-rounding.contract.ts";
import { expectSoundBooks } from "./sound-books.ts";

/** What every AccountingSink must do; after each test the books must be sound. */
export const describeAccountingSinkContract = (
  name: string,
  createSubject: () => Promise<AccountingHarness>,
  options: HistoriesOptions,
): void => {
  describe(`accounting sink: ${name}`, () => {
    describe("examples", () => {
      let subject: AccountingHarness;
      const subjectOf = (): AccountingHarness => subject;

      beforeEach(async () => {
        subject = await createSubject();
      });
      afterEach(async () => {
        await expectSoundBooks(subject);
        await subject.close();
      });

      describeSinkProtocol(subjectOf);
      describeSinkLedger(subjectOf);
      describeSinkFailures(subjectOf);
      describeSinkFailureLife(subjectOf);
      describeSinkLimits(subjectOf);
      describeSinkHints(subjectOf);
      describeSinkManual(subjectOf);
      describeSinkRounding(subjectOf);
      describeSinkRebuild(subjectOf);
      describeSinkAhead(subjectOf);
    });

    describeSinkHistories(createSubject, options);
  });
};
