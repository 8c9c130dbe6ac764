import { describe, expect, it } from "vitest";
import { createMemoryAccounting } from "../../../src/adapters/memory/memory-accounting.ts";
import type { SimulationPoint } from "../../../src/adapters/memory/simulation-point.ts";
import { createVirtualClock } from "../../../src/adapters/memory/virtual-clock.ts";
import { AppError } from "../../../src/application/errors.ts";
import { createLedgerWorld } from "../../contracts/ledger-world.ts";
import { objectId } from "../../contracts/neutral-documents.ts";
import { sha256 } from "../../support/sha256.ts";

const [rent, house] = [objectId(1), objectId(2)];

describe("accounting database in memory", () => {
  const { signal } = new AbortController();
  const away = new AppError("accounting_unavailable", "away");

  const createLedger = async (between?: SimulationPoint) => {
    const accounting = createMemoryAccounting({ clock: createVirtualClock(), hash: sha256 });
    await accounting.connect("a:1").sink.takeOver(1n, signal);
    const ports = accounting.connect("a:1", between);
    const world = createLedgerWorld(ports.sink);
    world.putProperty(house);
    world.putPayment(rent, house);
    return { accounting, world, batch: await world.batch({ payments: [rent], properties: [house] }), ...ports };
  };

  it("has written nothing when the request never arrived", async () => {
    const between: SimulationPoint = (point) =>
      point === "before sink.commit" ? Promise.reject(away) : Promise.resolve();
    const { accounting, world, batch } = await createLedger(between);
    await expect(world.send(batch)).rejects.toBe(away);
    expect(accounting.store.rows.size + accounting.store.accounts.size).toBe(0);
    expect(accounting.store.checkpoint.commitNo).toBe(0n);
  });

  it("has written everything when only the reply was lost, and says so when asked again", async () => {
    let broken = true;
    const between: SimulationPoint = (point) =>
      point === "after sink.commit" && broken ? Promise.reject(away) : Promise.resolve();
    const { accounting, world, batch } = await createLedger(between);
    await expect(world.send(batch)).rejects.toBe(away);
    expect(accounting.store.rows.size).toBe(1);
    broken = false;
    expect(await world.send(batch)).toMatchObject({ kind: "already_committed", checkpoint: { commitNo: 1n } });
  });

  it("does not let an instance write that was taken over while its request was on its way", async () => {
    const { promise: arrival, resolve: arrive } = Promise.withResolvers<void>();
    const { accounting, world, batch } = await createLedger((point) =>
      point === "before sink.commit" ? arrival : Promise.resolve(),
    );
    const committing = world.send(batch);
    await accounting.connect("b:1").sink.takeOver(2n, signal);
    arrive();
    expect(await committing).toEqual({ kind: "fenced" });
    expect(accounting.store.rows.size).toBe(0);
  });

  it("does nothing for a signal that has aborted", async () => {
    const { accounting, sink, batch } = await createLedger();
    await expect(sink.commit(batch, AbortSignal.abort("enough"))).rejects.toBe("enough");
    expect(accounting.store.checkpoint.commitNo).toBe(0n);
  });

  it("gives out and keeps copies that nobody can change", async () => {
    const { accounting, world, ledger, batch } = await createLedger();
    await world.send(batch);
    const account = await ledger.account(house, signal);
    // Safe: what a careless caller would do, against the type.
    const balances = account?.balances as Map<unknown, unknown> | undefined;
    balances?.clear();
    expect((await ledger.account(house, signal))?.balances.size).toBe(1);
    expect(
      [...accounting.store.rows.values(), ...accounting.store.journal, accounting.store.checkpoint].every(
        Object.isFrozen,
      ),
    ).toBe(true);
  });

  it("refuses somebody else's database", async () => {
    const { accounting, sink } = await createLedger();
    accounting.store.foreign = true;
    await expect(sink.prepare(signal)).rejects.toMatchObject({ code: "foreign_database" });
  });

  it("says when something stands where the view belongs", async () => {
    const { accounting, ledger } = await createLedger();
    accounting.store.viewObstructed = true;
    expect(await ledger.viewObstructed(signal)).toBe(true);
  });
});
