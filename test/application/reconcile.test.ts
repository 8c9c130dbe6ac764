import { beforeEach, describe, expect, it } from "vitest";
import type { CommitResult, ReconcileBatch } from "../../src/application/ports/accounting-sink.ts";
import { type ReconcilePorts, readProjected, reconcile, withOwners } from "../../src/application/reconcile.ts";
import { projectCut } from "../../src/domain/projection/project-cut.ts";
import type { SourceKeys } from "../../src/domain/source/source-cut.ts";
import { netRules } from "../support/arbitraries/rules.ts";
import { createMemoryStage, type MemoryStage, named } from "../support/memory-stage.ts";
import { noKeys } from "../support/test-source.ts";

const { signal } = new AbortController();

let stage: MemoryStage;
let ports: ReconcilePorts;
/** Keys and times of every reading. */
let readings: { readonly keys: SourceKeys; readonly at: bigint }[];
let commits: number;

beforeEach(async () => {
  stage = createMemoryStage();
  readings = [];
  commits = 0;
  const { sink } = stage.accounting.connect("a:1");
  await sink.takeOver(1n, signal);
  ports = {
    rules: netRules,
    source: {
      ...stage.source.reader,
      read: (keys, at, own) => {
        readings.push({ keys, at });
        return stage.source.reader.read(keys, at, own);
      },
    },
    sink: {
      ...sink,
      commit: (batch, own) => {
        commits += 1;
        return sink.commit(batch, own);
      },
    },
  };
  stage.putProperty("house", "ada");
  stage.source.owners().put({ id: named("ada"), firstName: "Ada", lastName: undefined });
  stage.putPayment("rent");
});

const batchOf = async (some: Partial<SourceKeys>): Promise<ReconcileBatch> => {
  const keys = { ...noKeys, ...some };
  return {
    kind: "reconcile",
    token: "u1",
    epoch: 1n,
    cause: { kind: "stream" },
    at: 0,
    keys,
    cut: projectCut(keys, await stage.source.reader.read(keys, stage.source.now(), signal), netRules),
    events: 0,
    position: null,
    presumedNew: new Set(),
    stretch: null,
    dryRun: false,
  };
};

describe("reading a unit", () => {
  it("brings the owners that its properties name, at the same time", async () => {
    const at = stage.source.now();
    const cut = await readProjected(ports, { ...noKeys, properties: [named("house")] }, at, signal);
    expect(cut.asOf).toBe(at);
    expect(cut.owners.get(named("ada"))).toEqual({ kind: "owner", name: "Ada" });
    expect(readings.map(({ keys }) => keys.owners)).toEqual([[], [named("ada")]]);
  });

  it("reads nothing twice, and nothing more for payments alone", async () => {
    const at = stage.source.now();
    await readProjected(ports, { ...noKeys, payments: [named("rent")] }, at, signal);
    await readProjected(ports, { ...noKeys, properties: [named("house")], owners: [named("ada")] }, at, signal);
    expect(readings).toHaveLength(2);
  });

  it("begins anew when the owners cannot be read at its time any more, so that all is of one time", async () => {
    const at = stage.source.now();
    const read = ports.source.read;
    const later: typeof read = (keys, time, own) => {
      if (readings.length === 1) {
        stage.source.owners().put({ id: named("ada"), firstName: "Ada King", lastName: undefined });
        stage.source.closeSnapshots();
      }
      return read(keys, time, own);
    };
    const source = { ...ports.source, read: later };
    const keys = { ...noKeys, properties: [named("house")] };
    const cut = await readProjected({ ...ports, source }, keys, at, signal);
    expect(cut.asOf).toBe(stage.source.now());
    expect(cut.owners.get(named("ada"))).toEqual({ kind: "owner", name: "Ada King" });
    expect(readings).toHaveLength(4);
  });

  it("says so instead when somebody else has read the unit, who has to begin anew", async () => {
    const keys = { ...noKeys, properties: [named("house")] };
    const cut = projectCut(keys, await stage.source.reader.read(keys, stage.source.now(), signal), netRules);
    stage.source.tick();
    stage.source.closeSnapshots();
    expect(await withOwners(ports, cut, signal)).toEqual({ kind: "outdated", newest: stage.source.now() });
  });
});

describe("reconciling a unit", () => {
  it("reads what the ledger lacks besides, property first and its owners then, at the unit's own time", async () => {
    const batch = await batchOf({ payments: [named("rent")] });
    stage.putProperty("house", "bob");
    expect(await reconcile(ports, batch, signal)).toMatchObject({ kind: "committed" });
    expect(commits).toBe(3);
    expect(readings.map(({ keys }) => [keys.properties, keys.owners])).toEqual([
      [[named("house")], []],
      [[], [named("ada")]],
    ]);
    for (const { at } of readings) expect(at).toBe(batch.cut.asOf);
    expect(stage.accounting.store.accounts.get(named("house"))).toMatchObject({
      ownerName: "Ada",
      asOf: batch.cut.asOf,
    });
  });

  it("is one commit when nothing is lacking", async () => {
    await reconcile(ports, await batchOf({ payments: [named("rent")] }), signal);
    commits = 0;
    stage.putPayment("rent", { amount: 120 });
    await reconcile(ports, { ...(await batchOf({ payments: [named("rent")] })), token: "u2" }, signal);
    expect([commits, readings.length]).toEqual([1, 2]);
  });

  it("writes nothing when what is lacking cannot be read at its time any more", async () => {
    const batch = await batchOf({ payments: [named("rent")] });
    stage.source.tick();
    stage.source.closeSnapshots();
    expect(await reconcile(ports, batch, signal)).toEqual({ kind: "outdated", newest: stage.source.now() });
    expect(stage.accounting.store.rows.size).toBe(0);
  });

  it("gives up on a ledger that never has enough, instead of reading for ever", async () => {
    const lacking: CommitResult = { kind: "incomplete", properties: [named("house")], owners: [] };
    const sink = { ...ports.sink, commit: () => Promise.resolve(lacking) };
    const batch = await batchOf({ payments: [named("rent")] });
    await expect(reconcile({ ...ports, sink }, batch, signal)).rejects.toThrow("still lacked documents");
  });
});
