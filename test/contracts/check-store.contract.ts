import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CheckStore, NumberedFinding } from "../../src/application/ports/check-store.ts";
import { createClusterTime } from "../../src/domain/cluster-time.ts";
import { type Check, newCheck } from "../../src/domain/consistency/check.ts";
import type { FindingRule } from "../../src/domain/consistency/finding.ts";
import { findingOf } from "../../src/domain/consistency/rules.ts";
import { encodeId } from "../../src/domain/ids.ts";
import { objectId } from "./neutral-documents.ts";

/** What this suite needs of an accounting database. */
export type CheckStoreHarness = { readonly checks: CheckStore; close(): Promise<void> };

const finding = (number: number, rule: FindingRule = "amount_mismatch", property = 1): NumberedFinding => ({
  ...findingOf(rule, {
    collection: "transactions",
    key: `payments/${objectId(number)}/income`,
    propertyId: objectId(property),
    field: "amount",
    expected: "1.00 USD",
    found: "2.00 USD",
  }),
  number,
});

const complete = (id: string, endedAt: number): Check => ({ ...newCheck(id, 1), state: "complete", endedAt });

/** What every CheckStore must do. */
export const describeCheckStoreContract = (name: string, createSubject: () => Promise<CheckStoreHarness>): void => {
  describe(`check store: ${name}`, () => {
    const { signal } = new AbortController();
    const any = { rule: null, propertyId: null };
    let subject: CheckStoreHarness;
    let checks: CheckStore;

    beforeEach(async () => {
      subject = await createSubject();
      checks = subject.checks;
    });
    afterEach(() => subject.close());

    const numbersOf = async (filter: Partial<Parameters<CheckStore["findings"]>[1]> = {}, limit = 100) => {
      const numbers: number[] = [];
      for (let cursor: string | null = null; ; ) {
        const page: Awaited<ReturnType<CheckStore["findings"]>> = await checks.findings(
          "c",
          { ...any, ...filter },
          { limit, cursor },
          signal,
        );
        numbers.push(...page.items.map(({ number }) => number));
        cursor = page.next;
        if (cursor === null) return numbers;
      }
    };

    it("gives a check back as it was saved last, and null for one that was not", async () => {
      const check: Check = {
        ...newCheck("c", 1_000),
        state: "complete",
        endedAt: 2_000,
        asOf: { from: createClusterTime(1, 2), to: createClusterTime(3, 4) },
        looked: { payments: 1, properties: 2, rows: 3, accounts: 4, journalLines: 5 },
        isContinuous: true,
        projectionId: "p1",
        matchedPayments: 1,
        total: 9,
        place: { phase: "payments", after: objectId(1), rowsAfter: "payments/x", pageStarts: [objectId(1)] },
        savedAt: 1_700,
        findings: 2,
        byRule: { amount_mismatch: 2 },
        unsettled: 1,
        followsStream: false,
        isTruncated: true,
        criticalSince: 1_500,
      };
      expect(await checks.save(newCheck("c", 1_000), 1n, signal)).toBe("saved");
      expect(await checks.save(check, 1n, signal)).toBe("saved");
      expect(await checks.save(check, 1n, signal)).toBe("saved");
      expect(await checks.get("c", signal)).toEqual(check);
      expect(await checks.get("d", signal)).toBeNull();
    });

    it("keeps a former leader from a check that its successor has written", async () => {
      await checks.save(complete("c", 5), 2n, signal);
      expect(await checks.save(complete("c", 9), 1n, signal)).toBe("fenced");
      expect((await checks.get("c", signal))?.endedAt).toBe(5);
    });

    it("knows the complete check that ended last", async () => {
      expect(await checks.latest(signal)).toBeNull();
      await checks.save(newCheck("running", 9), 1n, signal);
      await checks.save({ ...complete("broken", 9), state: "incomplete" }, 1n, signal);
      expect(await checks.latest(signal)).toBeNull();
      for (const [id, endedAt] of [
        ["a", 3],
        ["b", 7],
        ["c", 5],
      ] as const)
        await checks.save(complete(id, endedAt), 1n, signal);
      expect((await checks.latest(signal))?.id).toBe("b");
    });

    it("tells which rounds of the continuous verification say that they run, newest first", async () => {
      const round = (id: string, startedAt: number) =>
        newCheck(id, startedAt, { isContinuous: true, projectionId: "p1" });
      await checks.save(round("old", 1), 1n, signal);
      await checks.save(round("new", 2), 1n, signal);
      await checks.save({ ...round("over", 3), state: "complete", endedAt: 4 }, 1n, signal);
      await checks.save(newCheck("asked", 5), 1n, signal);
      expect((await checks.unfinishedRounds(signal)).map(({ id }) => id)).toEqual(["new", "old"]);
    });

    it("lists what a check has found by number, a page at a time, and each once", async () => {
      await checks.addFindings("c", [finding(1), finding(2), finding(3)], signal);
      await checks.addFindings("c", [finding(3), finding(4), finding(11)], signal);
      await checks.addFindings("other", [finding(1)], signal);
      for (const limit of [1, 2, 3, 100]) expect(await numbersOf({}, limit)).toEqual([1, 2, 3, 4, 11]);
    });

    it("gives a finding back whole, also one of no account and one of an odd id", async () => {
      const odd = { ...finding(1), propertyId: encodeId({ kind: "string", value: "house 7" }) };
      const service = { ...finding(2, "index_missing"), propertyId: null };
      await checks.addFindings("c", [odd, service], signal);
      expect((await checks.findings("c", any, { limit: 9, cursor: null }, signal)).items).toEqual([odd, service]);
    });

    it("filters by rule and by account", async () => {
      const more = [finding(1), finding(2, "owner_mismatch"), finding(3, "amount_mismatch", 2), finding(4)];
      await checks.addFindings("c", more, signal);
      expect(await numbersOf({ rule: "amount_mismatch" }, 1)).toEqual([1, 3, 4]);
      expect(await numbersOf({ propertyId: objectId(1) }, 1)).toEqual([1, 2, 4]);
      expect(await numbersOf({ rule: "amount_mismatch", propertyId: objectId(1) }, 1)).toEqual([1, 4]);
      expect(await numbersOf({ rule: "history_gap" })).toEqual([]);
    });

    it("refuses a cursor that it did not give for this list", async () => {
      await checks.addFindings("c", [finding(1), finding(2)], signal);
      const { next } = await checks.findings("c", any, { limit: 1, cursor: null }, signal);
      const elsewhere = checks.findings("d", any, { limit: 1, cursor: next }, signal);
      await expect(elsewhere).rejects.toMatchObject({ code: "validation" });
    });

    it("adds nothing without complaint", async () => {
      await checks.addFindings("c", [], signal);
      expect(await numbersOf()).toEqual([]);
    });
  });
};
