import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rules } from "../../src/domain/consistency/rules.ts";
import type { Id } from "../../src/domain/ids.ts";
import { minorOf } from "../../src/domain/money/money.ts";
import { ownerNames, paymentNames, propertyNames } from "../support/arbitraries/ids.ts";
import { aPayment } from "../support/arbitraries/payments.ts";
import { type SourceWrite, sourceWrite, undecodable } from "../support/arbitraries/source-history.ts";
import { runCheck } from "../support/check.ts";
import { createMemoryStage, type MemoryStage } from "../support/memory-stage.ts";
import { runs } from "../support/runs.ts";

const idOf = (names: readonly { readonly id: Id }[], number: number): Id => {
  const named = names[number];
  if (named === undefined) throw new RangeError(`the universe has no number ${number}`);
  return named.id;
};

const write = ({ source }: MemoryStage, step: SourceWrite): void => {
  switch (step.kind) {
    case "put_payment":
      source.payments.put(aPayment(idOf(paymentNames, step.payment), step.fields));
      break;
    case "put_property":
      source.properties.put({ ...step.fields, id: idOf(propertyNames, step.property) });
      break;
    case "put_owner": {
      const id = idOf(ownerNames, step.owner);
      const { firstName } = step;
      const isReadable = firstName !== undecodable;
      source
        .owners()
        .put(isReadable ? { id, firstName, lastName: "Moyo" } : { kind: "undecodable", id, reason: "cut" });
      break;
    }
    case "delete_payment":
      source.payments.delete(idOf(paymentNames, step.payment));
      break;
    case "delete_property":
      source.properties.delete(idOf(propertyNames, step.property));
      break;
    case "delete_owner":
      source.owners().delete(idOf(ownerNames, step.owner));
      break;
  }
};

/** Writes come one after another wherever the check reads or looks. */
const writeWhileItReads = (stage: MemoryStage, writes: readonly SourceWrite[]): void => {
  let next = 0;
  stage.between = (point) => {
    const step = /^(after source|before scanner)/.test(point) ? writes[next] : undefined;
    if (step !== undefined) {
      next += 1;
      write(stage, step);
    }
    return Promise.resolve();
  };
};

const writes = fc.array(sourceWrite, { maxLength: 25 });

describe("a check of any valid state", () => {
  it("finds nothing wrong with the ledger, whatever happens while it looks", async () => {
    await fc.assert(
      fc.asyncProperty(writes, writes, writes, async (first, second, meanwhile) => {
        const stage = createMemoryStage(3);
        for (const step of first) write(stage, step);
        const instance = await stage.live();
        for (const step of second) write(stage, step);
        writeWhileItReads(stage, meanwhile);
        const { check, findings } = await runCheck(stage, instance);
        expect(check.state).toBe("complete");
        expect(findings.filter(({ rule }) => rules[rule].breaksConsistency)).toEqual([]);
        await stage.inTime(instance.pipeline.stop());
      }),
      runs(150),
    );
  });

  it("finds any row that was changed, and a plan mends it for good", async () => {
    await fc.assert(
      fc.asyncProperty(writes, fc.nat(), fc.constantFrom("amount", "gone", "void"), async (first, pick, damage) => {
        const stage = createMemoryStage();
        for (const step of first) write(stage, step);
        const instance = await stage.live();
        const { rows } = stage.accounting.store;
        const posted = [...rows.values()].filter(({ status }) => status === "posted");
        const row = posted[pick % Math.max(1, posted.length)];
        if (row !== undefined) {
          if (damage === "gone") rows.delete(row.id);
          else if (damage === "void") rows.set(row.id, { ...row, status: "void" });
          else rows.set(row.id, { ...row, amountMinor: minorOf(row.amountMinor + 1n) });
          const { check, told } = await runCheck(stage, instance);
          expect(told.some((line) => line.endsWith(row.id))).toBe(true);
          const { fixes } = instance.pipeline.requireTerm();
          const plan = await stage.inTime(fixes.plan({ checkId: check.id, actor: "eve", isSafeOnly: false }), 600_000);
          const { id: planId, planHash } = plan;
          const order = { planId, planHash, only: null, confirm: true, trigger: "api", actor: "eve" } as const;
          await stage.inTime(fixes.apply(order));
          await stage.until(() => fixes.active() === null, 600_000);
          const after = await runCheck(stage, instance);
          expect(after.findings.filter(({ rule }) => rules[rule].breaksConsistency)).toEqual([]);
        }
        await stage.inTime(instance.pipeline.stop());
      }),
      runs(80),
    );
  });
});
