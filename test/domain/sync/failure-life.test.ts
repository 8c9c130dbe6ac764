import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClusterTime } from "../../../src/domain/cluster-time.ts";
import { encodeId } from "../../../src/domain/ids.ts";
import { documentKey, type Failure, type FailureReason } from "../../../src/domain/sync/failure.ts";
import { begunLife, retryPausesMs, seenAgain } from "../../../src/domain/sync/failure-life.ts";
import { runs } from "../../support/runs.ts";

const asOf = createClusterTime(1_700_000_000, 1);
const reason: FailureReason = { code: "money_invalid", field: "amount", expected: "amount", found: "string" };
const documentId = encodeId({ kind: "string", value: "rent" });
const born = (at: number): Failure => ({
  key: documentKey("payments", documentId),
  collection: "payments",
  documentId,
  ...begunLife({ reason, at, asOf, isRetry: false }),
});
const sum = (pauses: readonly number[]): number => pauses.reduce((total, pause) => total + pause, 0);

describe("the life of a failure", () => {
  it("tries five times within 14 hours and 36 minutes, then no more, if each retry is made on time", () => {
    let failure = born(0);
    let last = 0;
    while (failure.nextRetryAt !== null) {
      last = failure.nextRetryAt;
      failure = seenAgain(failure, { reason, at: last, asOf, isRetry: true });
    }
    expect(failure).toMatchObject({ state: "quarantined", retries: 5, attempts: 6 });
    expect(last).toBe(sum(retryPausesMs));
    expect(last).toBe((14 * 60 + 36) * 60_000);
  });

  it("however often it is looked at between, never retries more than planned, nor earlier, and ends in quarantine only by retries", () => {
    const look = fc.record({ afterMs: fc.nat(60_000_000), isRetry: fc.boolean() });
    fc.assert(
      fc.property(fc.array(look, { maxLength: 30 }), (looks) => {
        let failure = born(0);
        let at = 0;
        let due = 0;
        for (const { afterMs, isRetry } of looks) {
          at += afterMs;
          if (isRetry && failure.nextRetryAt !== null && failure.nextRetryAt <= at) due += 1;
          const before = failure;
          failure = seenAgain(failure, { reason, at, asOf, isRetry });
          expect(failure.attempts).toBe(before.attempts + 1);
          expect(failure.retries).toBe(due);
          expect(failure.state === "quarantined").toBe(due === retryPausesMs.length);
          expect(failure.nextRetryAt === null).toBe(failure.state === "quarantined");
          if (failure.nextRetryAt !== before.nextRetryAt && failure.nextRetryAt !== null)
            expect(failure.nextRetryAt - at).toBe(retryPausesMs[due]);
        }
      }),
      runs(1_000),
    );
  });
});
