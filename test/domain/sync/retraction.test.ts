import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RetractionQuestion, retractionNeedsConfirmation } from "../../../src/domain/sync/retraction.ts";
import { runs } from "../../support/runs.ts";

const usual: RetractionQuestion = {
  toRetract: 1,
  postedSyncRows: 1_000,
  activeAccounts: 50,
  sourcePayments: 999,
  sourceProperties: 50,
};
const ask = (question: Partial<RetractionQuestion>): string | null =>
  retractionNeedsConfirmation({ ...usual, ...question });

describe("a full sync that would take rows back", () => {
  it("may take back a few", () => {
    expect(ask({})).toBeNull();
  });

  it("may take back up to 100, however few rows there are", () => {
    expect(ask({ toRetract: 100, postedSyncRows: 100, sourcePayments: 1 })).toBeNull();
    expect(ask({ toRetract: 101, postedSyncRows: 101, sourcePayments: 1 })).toMatch(/^101 rows and accounts/);
  });

  it("may take back up to 1 %, however many rows there are", () => {
    expect(ask({ toRetract: 1_000, postedSyncRows: 100_000 })).toBeNull();
    expect(ask({ toRetract: 1_001, postedSyncRows: 100_000 })).toMatch(/more than 1 % of 100000 posted rows$/);
    expect(ask({ toRetract: 101, postedSyncRows: 10_100 })).toBeNull();
    expect(ask({ toRetract: 101, postedSyncRows: 10_099 })).not.toBeNull();
  });

  it("needs a person's word for a single row when the source has no payments at all", () => {
    expect(ask({ sourcePayments: 0 })).toMatch(/^the main database has no payments, while 1000 of their rows/);
    expect(ask({ sourcePayments: 0, postedSyncRows: 0 })).toBeNull();
  });

  it("needs a person's word for a single account when the source has no properties at all", () => {
    expect(ask({ sourceProperties: 0 })).toMatch(/^the main database has no properties, while 50 accounts/);
    expect(ask({ sourceProperties: 0, activeAccounts: 0 })).toBeNull();
  });

  it("needs nobody's word when there is nothing to take back", () => {
    expect(ask({ toRetract: 0, sourcePayments: 0, sourceProperties: 0 })).toBeNull();
  });

  it("is stopped exactly above both limits, when the source is not empty", () => {
    const rows = fc.integer({ min: 0, max: 10_000_000 });
    const near = fc.tuple(rows, fc.integer({ min: -2, max: 2 })).map(([posted, off]) => ({
      posted,
      toRetract: Math.max(1, Math.floor(posted / 100) + off),
    }));
    fc.assert(
      fc.property(near, ({ posted, toRetract }) => {
        const isMuch = toRetract > 100 && toRetract * 100 > posted;
        expect(ask({ toRetract, postedSyncRows: posted }) !== null).toBe(isMuch);
      }),
      runs(10_000),
    );
  });
});
