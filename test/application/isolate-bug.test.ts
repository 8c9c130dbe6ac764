import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { isolateBug } from "../../src/application/isolate-bug.ts";
import type { PipelinePorts } from "../../src/application/pipeline-ports.ts";
import type { AccountingSink, LedgerBatch, ReconcileBatch } from "../../src/application/ports/accounting-sink.ts";
import { createClusterTime } from "../../src/domain/cluster-time.ts";
import { type Id, incomeRowId } from "../../src/domain/ids.ts";
import type { Projection } from "../../src/domain/projection/projection.ts";
import { documentKey } from "../../src/domain/sync/failure.ts";
import { netRules } from "../support/arbitraries/rules.ts";
import { createMemoryStage, type Instance, type MemoryStage, named } from "../support/memory-stage.ts";
import { runs } from "../support/runs.ts";

const eve = { actor: "eve" };
const bug = new TypeError("cannot read a secret amount of undefined");

let stage: MemoryStage;

const row = (name: string) => stage.accounting.store.rows.get(incomeRowId(named(name)));
const failures = () =>
  [...stage.accounting.store.failures.values()].map(({ documentId, code, found, state }) => [
    documentId,
    code,
    found,
    state,
  ]);
const isToBePosted = (batch: LedgerBatch, id: Id): boolean =>
  batch.kind === "reconcile" && batch.cut.payments.get(id)?.kind === "posted";

/** Plans no unit that would post one of these: a mistake in planning or writing. */
const breakingOn = (isBroken: (batch: LedgerBatch) => boolean): Partial<PipelinePorts> & { commits: number } => {
  const { sink } = stage.accounting.connect("i1", (point) => stage.between(point));
  const broken = {
    commits: 0,
    sink: {
      ...sink,
      commit: (...[batch, signal]: Parameters<AccountingSink["commit"]>) => {
        broken.commits += 1;
        return isBroken(batch) ? Promise.reject(bug) : sink.commit(batch, signal);
      },
    },
  };
  return broken;
};
const putMany = (count: number): readonly string[] => {
  const names = Array.from({ length: count }, (_, index) => `p ${index}`);
  for (const name of names) stage.putPayment(name);
  return names;
};

beforeEach(() => {
  stage = createMemoryStage();
  stage.putProperty("house");
});

describe("a mapper that breaks on one document", () => {
  /** The document as the source gives it, but for a field that nobody can read. */
  const withTrap = (trapped: () => boolean): Partial<PipelinePorts> => {
    const spoilt = (cut: Awaited<ReturnType<typeof stage.source.reader.read>>) => {
      const document = cut.payments.get(named("rent"));
      if (document === undefined || !trapped()) return cut;
      const trap = Object.defineProperty({ ...document }, "status", {
        get: () => {
          throw bug;
        },
      });
      return { ...cut, payments: new Map([...cut.payments, [named("rent"), trap]]) };
    };
    const { reader } = stage.source;
    const source = {
      ...reader,
      read: async (...asked: Parameters<typeof reader.read>) => spoilt(await reader.read(...asked)),
      readPage: async (...asked: Parameters<typeof reader.readPage>) => {
        const page = await reader.readPage(...asked);
        return { ...page, cut: spoilt(page.cut) };
      },
    };
    return { source };
  };

  it("is one failure: its row stays as it was, the others go on, health and errors tell, the text of the error does not", async () => {
    let isTrapped = false;
    const { useCases }: Instance = await stage.live(
      {},
      withTrap(() => isTrapped),
    );
    stage.putPayment("rent");
    await stage.passTime(10);
    isTrapped = true;
    stage.putPayment("rent", { amount: 7 });
    stage.putPayment("other");
    await stage.passTime(10);
    expect([row("rent")?.amountMinor, row("other")?.status]).toEqual([10_000n, "posted"]);
    expect(failures()).toEqual([[named("rent"), "internal", "TypeError", "open"]]);
    const { health, status } = await useCases.health();
    expect(health).toMatchObject({ status: "degraded", reasons: [{ code: "open_failures" }] });
    expect(status.realTime.state).toBe("live");
    const { errors } = await useCases.stats();
    expect(errors[0]?.message).toContain(documentKey("payments", named("rent")));
    expect(JSON.stringify([errors, failures()])).not.toContain("secret");
    isTrapped = false;
    await stage.inTime(useCases.retryFailure(eve, documentKey("payments", named("rent"))));
    expect(row("rent")?.amountMinor).toBe(700n);
  });

  it("does not keep a full sync from its end", async () => {
    stage.putPayment("rent");
    stage.putPayment("other");
    const { useCases } = await stage.live(
      {},
      withTrap(() => true),
    );
    expect(row("other")?.status).toBe("posted");
    expect(failures()).toEqual([[named("rent"), "internal", "TypeError", "open"]]);
    expect((await useCases.status()).lastFullSync).toMatchObject({ state: "succeeded", counts: { failed: 1 } });
  });
});

describe("a unit that cannot be planned because of one document", () => {
  it("goes on without it: each event is counted, and the position moves", async () => {
    const broken = breakingOn((batch) => isToBePosted(batch, named("p 123")));
    const { useCases } = await stage.live({}, broken);
    broken.commits = 0;
    const names = putMany(300);
    await stage.passTime(1_000);
    expect(names.filter((name) => row(name)?.status !== "posted")).toEqual(["p 123"]);
    expect(failures()).toEqual([[named("p 123"), "internal", "TypeError", "open"]]);
    const { checkpoint } = stage.accounting.store;
    expect(checkpoint.tally).toMatchObject({ events: 300, applied: 299, failed: 1 });
    expect(checkpoint.position?.clusterTime).toBe(stage.source.now());
    expect(broken.commits).toBeLessThan(30);
    expect((await useCases.status()).realTime).toMatchObject({ state: "live", error: null });
  });

  it("finds what breaks it only together with another", async () => {
    const both = ["p 3", "p 250"].map(named);
    const broken = breakingOn((batch) => both.every((id) => isToBePosted(batch, id)));
    await stage.live({}, broken);
    putMany(300);
    await stage.passTime(1_000);
    expect(failures()).toEqual([[named("p 250"), "internal", "TypeError", "open"]]);
  });

  it("is tried again by plan, and heals when the mistake is mended", async () => {
    let isMended = false;
    const broken = breakingOn((batch) => !isMended && isToBePosted(batch, named("p 1")));
    await stage.live({}, broken);
    putMany(3);
    await stage.passTime(1_000);
    isMended = true;
    await stage.passTime(120_000);
    expect(row("p 1")?.status).toBe("posted");
    expect(failures()).toMatchObject([[named("p 1"), "internal", "TypeError", "resolved"]]);
  });

  it("is the same for a chunk of a full sync", async () => {
    putMany(300);
    const broken = breakingOn((batch) => isToBePosted(batch, named("p 123")));
    const { useCases } = await stage.live({}, broken);
    expect(stage.accounting.store.rows.size).toBe(299);
    expect((await useCases.status()).lastFullSync).toMatchObject({ state: "succeeded", counts: { failed: 1 } });
  });
});

describe("a unit that breaks for another reason", () => {
  it("stays undone and visible when more documents break it than a mistake is about", async () => {
    const broken = breakingOn(
      (batch) => batch.kind === "reconcile" && [...batch.cut.payments.values()].some(({ kind }) => kind === "posted"),
    );
    const { useCases } = await stage.live({}, broken);
    putMany(100);
    await stage.passTime(20_000);
    expect(failures()).toEqual([]);
    expect(stage.accounting.store.checkpoint.tally.events).toBe(0);
    expect((await useCases.health()).health).toMatchObject({ status: "unhealthy" });
    expect((await useCases.status()).realTime.error).toMatchObject({ code: "internal" });
  });

  it("costs one rehearsal when it breaks without any document as well", async () => {
    let isBroken = false;
    const broken = breakingOn((batch) => isBroken && batch.kind === "reconcile");
    await stage.live({}, broken);
    isBroken = true;
    putMany(100);
    broken.commits = 0;
    await stage.passTime(4_000);
    expect(broken.commits).toBe(2);
    isBroken = false;
    await stage.passTime(10_000);
    expect(stage.accounting.store.rows.size).toBe(100);
    expect(failures()).toEqual([]);
  });
});

describe("the search for what breaks a unit", () => {
  const posted: Projection = { kind: "posted", rows: [], noise: false };
  const { signal } = new AbortController();

  it("finds exactly the broken documents, in at most 2 n log n rehearsals", async () => {
    const unit = fc.integer({ min: 1, max: 200 }).chain((size) =>
      fc.record({
        ids: fc.constant(Array.from({ length: size }, (_, index) => named(`p ${index}`))),
        broken: fc.uniqueArray(fc.nat(size - 1), { minLength: 1, maxLength: 20 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(unit, async ({ ids, broken }) => {
        const offenders = new Set(broken.map((index) => named(`p ${index}`)));
        let rehearsals = 0;
        const commit: AccountingSink["commit"] = (batch) => {
          rehearsals += 1;
          expect(batch).toMatchObject({ isRehearsal: true });
          return [...offenders].some((id) => isToBePosted(batch, id))
            ? Promise.reject(bug)
            : Promise.resolve({ kind: "unchanged", outcomes: none, orphanedRows: null });
        };
        const { sink } = stage.accounting.connect("i1");
        const ports = { source: stage.source.reader, sink: { ...sink, commit }, rules: netRules };
        const isolated = await isolateBug(ports, batchOf(ids), bug, signal);
        if (isolated.kind === "outdated") throw new Error("nothing was outdated");
        const marked = [...isolated.cut.payments].flatMap(([id, { kind }]) => (kind === "rejected" ? id : []));
        expect(new Set(marked)).toEqual(offenders);
        expect(rehearsals).toBeLessThanOrEqual(2 + 2 * offenders.size * (1 + Math.ceil(Math.log2(ids.length + 1))));
      }),
      runs(300),
    );
  });

  const none = { applied: 0, unchanged: 0, notPosted: 0, failed: 0 };
  const batchOf = (payments: readonly Id[]): ReconcileBatch => ({
    kind: "reconcile",
    token: "u1",
    epoch: 1n,
    cause: { kind: "stream" },
    at: 0,
    keys: { payments, properties: [], owners: [] },
    cut: {
      asOf: createClusterTime(1_700_000_000, 1),
      payments: new Map(payments.map((id) => [id, posted])),
      properties: new Map(),
      owners: new Map(),
    },
    events: payments.length,
    position: null,
    presumedNew: new Set(),
    stretch: null,
    dryRun: false,
  });
});
