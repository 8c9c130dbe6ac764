import { beforeEach, describe, expect, it } from "vitest";
import type { ManualEntry } from "../../src/application/enter-transaction.ts";
import { AppError } from "../../src/application/errors.ts";
import type { Pipeline } from "../../src/application/pipeline.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import { incomeRowId, type RowId } from "../../src/domain/ids.ts";
import { usd } from "../support/arbitraries/rules.ts";
import { createMemoryStage, type MemoryStage, named } from "../support/memory-stage.ts";

const house = named("house");
const eve = { actor: "eve" };

const repair: ManualEntry = {
  propertyId: house,
  type: "repair",
  amount: "25.00",
  currency: "USD",
  description: "Roof",
  occurredAt: null,
  category: null,
  referenceNumber: null,
  paymentMethod: "cash",
  recipientType: "vendor",
  notes: null,
  direction: null,
  idempotencyKey: "k1",
};

let stage: MemoryStage;
let useCases: UseCases;
let pipeline: Pipeline;

beforeEach(async () => {
  stage = createMemoryStage();
  stage.putProperty("house");
  stage.putPayment("rent");
  ({ useCases, pipeline } = await stage.live());
});

const enter = (change: Partial<ManualEntry> = {}, caller = eve) =>
  stage.inTime(useCases.enterTransaction(caller, { ...repair, ...change }));
const reverse = (rowId: RowId, reason = "typed twice", caller = eve) =>
  stage.inTime(useCases.reverseTransaction(caller, { propertyId: house, rowId, reason }));
const balance = () => stage.accounting.store.accounts.get(house)?.balances.get(usd);

describe("an entry by hand", () => {
  it("is a row beside those of sync, in every total, told by the journal with its author", async () => {
    const { row, replayed } = await enter();
    expect(replayed).toBe(false);
    expect(row).toMatchObject({
      propertyId: house,
      type: "repair",
      direction: -1,
      amountMinor: 2_500n,
      currency: "USD",
      exponent: 2,
      description: "Roof",
      paymentMethod: "cash",
      recipientType: "vendor",
      origin: "manual",
      status: "posted",
      sourceId: null,
    });
    expect(row.id).toMatch(/^manual\/[0-9a-f]{64}$/);
    expect(balance()).toEqual({ incomeMinor: 10_000n, expensesMinor: 2_500n, balanceMinor: 7_500n, rowCount: 2 });
    const line = stage.accounting.store.journal.at(-1);
    expect(line).toMatchObject({ change: "posted", rowId: row.id, cause: { kind: "actor", actor: "eve" } });
  });

  it("has the sign of its type, and says its own when it is of another", async () => {
    const types = ["income", "expense", "owner_payout", "repair", "maintenance"] as const;
    const directions = await Promise.all(
      types.map(async (type) => (await enter({ type, idempotencyKey: type })).row.direction),
    );
    expect(directions).toEqual([1, -1, -1, -1, -1]);
    for (const direction of [1, -1] as const) {
      const { row } = await enter({ type: "other", direction, idempotencyKey: `other ${direction}` });
      expect(row.direction).toBe(direction);
    }
  });

  it("happens when it says, or now", async () => {
    expect((await enter({ occurredAt: 5 })).row.occurredAt).toBe(5);
    const now = stage.clock.now();
    expect((await enter({ idempotencyKey: "k2" })).row.occurredAt).toBeGreaterThanOrEqual(now);
  });

  it("is kept to the unit of its currency", async () => {
    const { row } = await enter({ currency: "KWD", amount: "1.234" });
    expect(row).toMatchObject({ amountMinor: 1_234n, exponent: 3 });
  });

  it("is not touched by any sync", async () => {
    const { row } = await enter();
    stage.source.payments.delete(named("rent"));
    stage.source.properties.delete(house);
    await stage.passTime(2_000);
    await stage.inTime(useCases.startFullSync(eve, { dryRun: false, confirm: null }));
    await stage.passTime(5_000);
    expect(stage.accounting.store.rows.get(row.id)).toEqual(row);
    expect(balance()).toEqual({ incomeMinor: 0n, expensesMinor: 2_500n, balanceMinor: -2_500n, rowCount: 1 });
  });
});

describe("an entry that is asked for again", () => {
  it("under the same key by the same caller is the same row, entered once", async () => {
    const first = await enter();
    await stage.passTime(60_000);
    expect(await enter()).toEqual({ row: first.row, replayed: true });
    expect(balance()?.rowCount).toBe(2);
    expect(stage.accounting.store.journal.filter(({ rowId }) => rowId === first.row.id)).toHaveLength(1);
  });

  it("at the same moment is entered once", async () => {
    const [a, b] = await Promise.all([enter(), enter()]);
    expect(a?.row).toEqual(b?.row);
    expect([a?.replayed, b?.replayed].sort()).toEqual([false, true]);
  });

  it("gives the same row also after that was reversed", async () => {
    const { row } = await enter();
    await reverse(row.id);
    const again = await enter();
    expect(again).toMatchObject({ replayed: true, row: { id: row.id, status: "void" } });
  });

  it("under the same key with another content is refused, and told what differs", async () => {
    await enter();
    const refusal = {
      code: "idempotency_key_reused",
      details: [
        { pointer: "/amount", message: "differs from what the key entered" },
        { pointer: "/description", message: "differs from what the key entered" },
      ],
    };
    await expect(enter({ amount: "26.00", description: "Door" })).rejects.toMatchObject(refusal);
    await expect(enter({ occurredAt: 7 })).rejects.toMatchObject({ details: [{ pointer: "/occurredAt" }] });
    expect(balance()?.expensesMinor).toBe(2_500n);
  });

  it("by another caller under that key is another entry", async () => {
    const first = await enter();
    const second = await enter({}, { actor: "bob" });
    expect(second.replayed).toBe(false);
    expect(second.row.id).not.toBe(first.row.id);
  });
});

describe("an entry that is refused", () => {
  for (const [why, change, pointer] of [
    ["its currency is unknown", { currency: "usd" }, "/currency"],
    ["its amount is nothing", { amount: "0.00" }, "/amount"],
    ["its amount is below zero", { amount: "-5" }, "/amount"],
    ["its amount is no decimal", { amount: "1e3" }, "/amount"],
    ["its amount is finer than its currency", { amount: "25.001" }, "/amount"],
    ["its amount is too large", { amount: "10000000000000.00" }, "/amount"],
    ["its type has a sign of its own", { direction: 1 }, "/direction"],
    ["nobody says its sign", { type: "other" }, "/direction"],
  ] as const) {
    it(`because ${why} says where, and writes nothing`, async () => {
      await expect(enter(change)).rejects.toMatchObject({ code: "validation", details: [{ pointer }] });
      expect(stage.accounting.store.journal).toHaveLength(1);
    });
  }

  it("because there is no such account says so", async () => {
    await expect(enter({ propertyId: named("castle") })).rejects.toMatchObject({ code: "not_found" });
  });

  it("because no instance leads can be tried again", async () => {
    await stage.inTime(pipeline.stop());
    await expect(enter()).rejects.toMatchObject({ code: "not_leader" });
    expect(stage.accounting.store.journal).toHaveLength(1);
  });
});

describe("a reversal", () => {
  it("makes the entry void with reason and actor, and its account what it was", async () => {
    const { row } = await enter();
    const reversed = await reverse(row.id);
    expect(reversed).toMatchObject({
      replayed: false,
      row: { id: row.id, status: "void", voidReason: "typed twice", voidedBy: "eve" },
    });
    expect(balance()).toEqual({ incomeMinor: 10_000n, expensesMinor: 0n, balanceMinor: 10_000n, rowCount: 1 });
  });

  it("that is asked for again by the same caller for the same reason answers the same", async () => {
    const { row } = await enter();
    const first = await reverse(row.id);
    expect(await reverse(row.id)).toEqual({ ...first, replayed: true });
  });

  it("for another reason or by somebody else is refused: it was reversed already", async () => {
    const { row } = await enter();
    await reverse(row.id);
    await expect(reverse(row.id, "wrong house")).rejects.toMatchObject({ code: "already_reversed" });
    await expect(reverse(row.id, "typed twice", { actor: "bob" })).rejects.toMatchObject({ code: "already_reversed" });
  });

  it("of a row of sync is refused", async () => {
    await expect(reverse(incomeRowId(named("rent")))).rejects.toMatchObject({ code: "conflict" });
    expect(stage.accounting.store.rows.get(incomeRowId(named("rent")))?.status).toBe("posted");
  });

  it("finds no row that is not in that account", async () => {
    stage.putProperty("flat");
    await stage.passTime(100);
    const { row } = await enter();
    const elsewhere = { propertyId: named("flat"), rowId: row.id, reason: "typed twice" };
    await expect(stage.inTime(useCases.reverseTransaction(eve, elsewhere))).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("entries in the lane", () => {
  it("wait their turn while the ledger is busy, and lose nothing", async () => {
    const door = Promise.withResolvers<void>();
    stage.between = (point) => (point === "before sink.commit" ? door.promise : Promise.resolve());
    stage.putPayment("more rent");
    await stage.passTime(10);
    const entering = useCases.enterTransaction(eve, repair);
    await stage.passTime(100);
    expect(stage.accounting.store.journal).toHaveLength(1);
    door.resolve();
    await stage.inTime(entering);
    expect(balance()).toMatchObject({ incomeMinor: 20_000n, expensesMinor: 2_500n });
  });

  it("and reversals of which the answer was lost are made once, and answered", async () => {
    let losses = 1;
    stage.between = (point) => {
      if (point !== "after sink.commit" || losses === 0) return Promise.resolve();
      losses -= 1;
      return Promise.reject(new AppError("accounting_unavailable", "away"));
    };
    const { row, replayed } = await enter();
    expect(replayed).toBe(false);
    expect(balance()).toMatchObject({ expensesMinor: 2_500n, rowCount: 2 });
    losses = 1;
    expect(await reverse(row.id)).toMatchObject({ row: { id: row.id, status: "void" }, replayed: false });
    expect(stage.accounting.store.journal.filter(({ rowId }) => rowId === row.id)).toHaveLength(2);
  });
});
