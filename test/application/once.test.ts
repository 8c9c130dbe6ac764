import { beforeEach, describe, expect, it } from "vitest";
import { inFlightMaxMs } from "../../src/application/ports/idempotency-store.ts";
import type { OrderedRun } from "../../src/application/use-cases/runs.ts";
import { anEntry } from "../support/an-entry.ts";
import { createMemoryStage, type Instance, type MemoryStage, named } from "../support/memory-stage.ts";

const eve = { actor: "eve", idempotencyKey: "k1" };
const fullSync = { dryRun: true, confirm: null };

let stage: MemoryStage;
let leader: Instance;
let other: Instance;

const ordered = () => [...stage.accounting.store.runs.values()].filter(({ run }) => run.actor === "eve");
const settle = () => stage.until(() => ordered().every(({ run }) => run.state === "succeeded"), 600_000);

beforeEach(async () => {
  stage = createMemoryStage();
  stage.putProperty("house");
  stage.putPayment("rent");
  leader = await stage.live();
  other = stage.instance();
  await stage.inTime(other.pipeline.start());
  await stage.passTime(5_000);
});

describe("an order under a key of its caller's", () => {
  it.for<readonly [string, (instance: Instance) => Promise<OrderedRun>]>([
    ["a full sync", ({ useCases }) => useCases.startFullSync(eve, fullSync)],
    ["a check", ({ useCases }) => useCases.startCheck(eve)],
    [
      "a retry of failures",
      ({ useCases }) => useCases.retryFailures(eve, { state: null, collection: null, code: null }),
    ],
  ])("begins one run however often and wherever it arrives: %s", async ([, ask]) => {
    const first = await stage.inTime(ask(other));
    await settle();
    for (const instance of [leader, other]) {
      expect(await stage.inTime(ask(instance))).toEqual({ ...first, replayed: true });
    }
    expect(first.replayed).toBeUndefined();
    expect(ordered()).toMatchObject([{ run: { id: first.id } }]);
  });

  it("is refused under the key of another request, and is another caller's own under the same key", async () => {
    const { id } = await stage.inTime(leader.useCases.startFullSync(eve, fullSync));
    await settle();
    const changed = leader.useCases.startFullSync(eve, { ...fullSync, dryRun: false });
    await expect(stage.inTime(changed)).rejects.toMatchObject({ code: "idempotency_key_reused" });
    const ann = await stage.inTime(leader.useCases.startFullSync({ ...eve, actor: "ann" }, fullSync));
    expect(ann.id).not.toBe(id);
    const check = await stage.inTime(leader.useCases.startCheck(eve));
    expect(check).toMatchObject({ kind: "consistency" });
  });

  it("is told to ask again while it is being carried out", async () => {
    const door = Promise.withResolvers<void>();
    stage.between = (point) => (point === "before runs.create" ? door.promise : Promise.resolve());
    const first = leader.useCases.startFullSync(eve, fullSync);
    await stage.passTime(100);
    const second = leader.useCases.startFullSync(eve, fullSync);
    await expect(stage.inTime(second)).rejects.toMatchObject({ code: "conflict" });
    door.resolve();
    expect(await stage.inTime(first)).toMatchObject({ kind: "full" });
  });

  it("may be given again under the same key after it was refused", async () => {
    const door = Promise.withResolvers<void>();
    stage.between = (point) => (point === "before source.readPage" ? door.promise : Promise.resolve());
    const run = await stage.inTime(leader.useCases.startFullSync({ actor: "ann" }, { dryRun: false, confirm: null }));
    const refused = leader.useCases.startFullSync(eve, fullSync);
    await expect(stage.inTime(refused)).rejects.toMatchObject({ code: "run_active" });
    door.resolve();
    await stage.inTime(leader.useCases.waitForRun(run.id, 60_000, new AbortController().signal), 600_000);
    expect(await stage.inTime(leader.useCases.startFullSync(eve, { ...fullSync, dryRun: false }))).toMatchObject({
      kind: "full",
    });
  });

  it("has begun one run also when whoever carried it out was killed before anybody was answered", async () => {
    let isDead = false;
    stage.between = (point) => {
      isDead ||= point === "before keys.finish";
      return isDead ? new Promise(() => undefined) : Promise.resolve();
    };
    void leader.useCases.startFullSync(eve, fullSync).catch(() => undefined);
    await stage.until(() => isDead);
    stage.between = () => Promise.resolve();
    stage.accounting.store.lease = { ...stage.accounting.store.lease, instanceId: null };
    const next = stage.instance();
    await stage.inTime(next.pipeline.start());
    await expect(stage.inTime(next.useCases.startFullSync(eve, fullSync))).rejects.toMatchObject({ code: "conflict" });
    await stage.passTime(inFlightMaxMs);
    const again = await stage.inTime(next.useCases.startFullSync(eve, fullSync));
    expect(ordered()).toMatchObject([{ run: { id: again.id } }]);
  });

  it("reverses under a key what it was given for, and nothing else", async () => {
    const enter = (idempotencyKey: string) =>
      stage.inTime(
        leader.useCases.enterTransaction({ actor: "eve" }, anEntry({ propertyId: named("house"), idempotencyKey })),
      );
    const [first, second] = [await enter("e1"), await enter("e2")];
    const reverse = (rowId: typeof first.row.id) =>
      stage.inTime(leader.useCases.reverseTransaction(eve, { propertyId: named("house"), rowId, reason: "typo" }));
    expect(await reverse(first.row.id)).toMatchObject({ replayed: false });
    expect(await reverse(first.row.id)).toMatchObject({ replayed: true, row: { status: "void" } });
    await expect(reverse(second.row.id)).rejects.toMatchObject({ code: "idempotency_key_reused" });
  });
});
