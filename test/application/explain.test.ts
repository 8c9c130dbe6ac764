import { beforeEach, describe, expect, it } from "vitest";
import { incomeRowId } from "../../src/domain/ids.ts";
import { createMemoryStage, type Instance, type MemoryStage, named } from "../support/memory-stage.ts";

const eve = { actor: "eve" };

let stage: MemoryStage;
let instance: Instance;

const explain = (name: string, collection: "payments" | "properties" | "owners" = "payments") =>
  stage.inTime(instance.useCases.explain(collection, named(name)));
const put = async (...[name, fields]: Parameters<MemoryStage["putPayment"]>): Promise<void> => {
  stage.putPayment(name, fields);
  await stage.passTime(10);
};

beforeEach(async () => {
  stage = createMemoryStage();
  stage.source.owners().put({ id: named("ada"), firstName: "Ada", lastName: "Lovelace" });
  stage.putProperty("house", "ada");
  instance = await stage.live();
});

describe("why a payment is, or is not, in the ledger", () => {
  it("is told of one that is posted, with its row and what happened to it", async () => {
    for (const amount of [1, 2, 3]) await put("rent", { amount });
    const explanation = await explain("rent");
    expect(explanation).toMatchObject({
      source: { exists: true, asOf: stage.source.now() },
      state: { kind: "posted", rows: [{ amountMinor: 300n }] },
      rows: [{ id: incomeRowId(named("rent")), status: "posted", amountMinor: 300n }],
      failure: null,
      verdict: "It is posted, and its row says what the document says.",
    });
    expect(explanation.journal.map(({ change }) => change)).toEqual(["amended", "amended", "posted"]);
  });

  it("is told of one that is rightly not posted", async () => {
    await put("rent", { status: "pending" });
    expect(await explain("rent")).toMatchObject({
      state: { kind: "not_posted", reason: "status_not_completed" },
      rows: [],
      verdict: "It is rightly not posted: its status is not completed.",
    });
  });

  it("is told of one that cannot be projected, by code, field and types, with its failure", async () => {
    await put("rent");
    await put("rent", { amount: "a secret amount" });
    const explanation = await explain("rent");
    expect(explanation).toMatchObject({
      state: { kind: "rejected", code: "money_invalid", field: "amount", found: "string" },
      rows: [{ status: "posted" }],
      failure: { state: "open", attempts: 1 },
    });
    expect(explanation.verdict).toBe(
      "It cannot be posted: money_invalid in amount (expected amount in major units, found string); its row stays as it was.",
    );
  });

  it("is told of one that is gone, whose row is void, and of one that never was", async () => {
    await put("rent");
    stage.source.payments.delete(named("rent"));
    await stage.passTime(10);
    expect(await explain("rent")).toMatchObject({
      source: { exists: false },
      rows: [{ status: "void", voidReason: "deleted" }],
      verdict: "It is rightly not posted: the main database has no such payment.",
    });
    expect(await explain("nothing")).toMatchObject({ source: { exists: false }, rows: [], journal: [], failure: null });
  });

  it("is told of one that sync has not passed yet, or whose row was altered", async () => {
    await put("rent");
    await stage.inTime(instance.useCases.stopRealTime(eve));
    stage.putPayment("rent", { amount: 7 });
    stage.putPayment("new");
    expect((await explain("rent")).verdict).toMatch(/^It is posted and differs in amountMinor/);
    expect((await explain("new")).verdict).toMatch(/^It should be posted and is not/);
    stage.source.payments.delete(named("rent"));
    expect((await explain("rent")).verdict).toMatch(/^It should not be posted .* its row still is/);
  });

  it("shows no more than the newest lines of a long story", async () => {
    for (let amount = 1; amount <= 15; amount += 1) await put("rent", { amount });
    expect((await explain("rent")).journal).toHaveLength(10);
  });

  it("changes nothing, and is answered by any instance", async () => {
    await put("rent");
    const before = stage.accounting.store.checkpoint;
    const other = stage.instance();
    expect(await stage.inTime(other.useCases.explain("payments", named("rent")))).toEqual(await explain("rent"));
    expect(stage.accounting.store.checkpoint).toBe(before);
  });
});

describe("why a property or an owner is, or is not, in the ledger", () => {
  it("is told of a property with its account", async () => {
    expect(await explain("house", "properties")).toMatchObject({
      state: { kind: "property" },
      account: { status: "active" },
      verdict: "It has an active account.",
    });
    stage.source.properties.delete(named("house"));
    await stage.passTime(10);
    expect(await explain("house", "properties")).toMatchObject({
      state: { kind: "absent" },
      verdict: "The main database has no such property; its account is kept as archived.",
    });
  });

  it("is told of an owner, malformed or not", async () => {
    expect((await explain("ada", "owners")).verdict).toBe("It exists; the accounts that name it show its name.");
    stage.source.owners().put({ id: named("ada"), firstName: 5, lastName: undefined });
    await stage.passTime(10);
    expect(await explain("ada", "owners")).toMatchObject({ failure: { state: "open", field: "firstName" } });
  });
});
