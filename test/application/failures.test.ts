import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import { incomeRowId } from "../../src/domain/ids.ts";
import { documentKey, type FailureFilter } from "../../src/domain/sync/failure.ts";
import { retryPausesMs } from "../../src/domain/sync/failure-life.ts";
import { createMemoryStage, type Instance, type MemoryStage, named } from "../support/memory-stage.ts";

const eve = { actor: "eve" };
const anyFailure: FailureFilter = { state: null, collection: null, code: null };
const minute = 60_000;
const keyOf = (name: string) => documentKey("payments", named(name));

let stage: MemoryStage;
let instance: Instance;

const stored = () => stage.accounting.store.checkpoint;
const record = (name: string) => stage.accounting.store.failures.get(keyOf(name));
const row = (name: string) => stage.accounting.store.rows.get(incomeRowId(named(name)));
const reasons = async () => (await stage.inTime(instance.useCases.health())).health.reasons;
const spoil = async (...names: readonly string[]): Promise<void> => {
  for (const name of names) stage.putPayment(name, { amount: "a lot" });
  await stage.passTime(10);
};
/** Corrected, and nobody has said so: the stream reports nothing while this is done. */
const correctUnheard = async (...names: readonly string[]): Promise<void> => {
  await stage.inTime(instance.useCases.stopRealTime(eve));
  for (const name of names) stage.putPayment(name);
};
/** A day by the clock on the wall, and as long as the worker may sleep. */
const passDay = async (): Promise<void> => {
  stage.clock.jumpWallClock(24 * 60 * minute);
  await stage.passTime(31_000);
};
/** Commits of units that only try again, as the ledger's database sees them. */
const countRetries = (): { count: number } => {
  const retries = { count: 0 };
  const between = stage.between;
  stage.between = (point) => {
    if (point === "after ledger.nextRetries") retries.count += 1;
    return between(point);
  };
  return retries;
};

beforeEach(async () => {
  stage = createMemoryStage();
  stage.putProperty("house");
  stage.putPayment("sound");
  instance = await stage.live();
});

describe("a document that cannot be projected", () => {
  it("is tried again by itself after 1, 5, 30, 120 and 720 minutes, then quarantined and named by health", async () => {
    await spoil("rent");
    expect(record("rent")).toMatchObject({ state: "open", attempts: 1 });
    for (const [index, minutes] of [1, 5, 30, 120, 720].entries()) {
      const { lastSeenAt = 0, nextRetryAt = 0 } = record("rent") ?? {};
      expect(nextRetryAt).toBe(lastSeenAt + minutes * minute);
      stage.clock.jumpWallClock((nextRetryAt ?? 0) - stage.clock.now() - 32_000);
      await stage.passTime(31_999);
      expect(record("rent")).toMatchObject({ attempts: index + 1 });
      await stage.passTime(31_001);
      expect(record("rent")).toMatchObject({ attempts: index + 2 });
    }
    expect(record("rent")).toMatchObject({ state: "quarantined", nextRetryAt: null });
    await passDay();
    expect(record("rent")).toMatchObject({ attempts: 6 });
    const said = await reasons();
    expect(said.map(({ code }) => code)).toEqual(["open_failures", "quarantined_failures"]);
    expect(said[0]?.message).toContain("quarantined 1");
    expect(said[1]?.message).toContain(keyOf("rent"));
  });

  it("heals by the retry that finds it right, although nothing was heard of it", async () => {
    await spoil("rent");
    await correctUnheard("rent");
    await stage.passTime(2 * minute);
    expect(record("rent")).toMatchObject({ state: "resolved", resolution: { kind: "replayed" } });
    expect(row("rent")?.status).toBe("posted");
    expect(stored().openFailures).toBe(0);
    await stage.inTime(instance.useCases.startRealTime(eve));
    await stage.passTime(1_000);
    expect(await reasons()).toEqual([]);
    expect(stored().driftCorrected).toBe(0);
  });

  it("heals at once when the stream brings it right, whatever was planned", async () => {
    await spoil("rent");
    for (const _ of retryPausesMs) await passDay();
    expect(record("rent")?.state).toBe("quarantined");
    stage.putPayment("rent");
    await stage.passTime(10);
    expect(record("rent")).toMatchObject({ state: "resolved", resolution: { kind: "superseded" } });
    await stage.passTime(minute);
    expect(await reasons()).toEqual([]);
  });

  it("is tried again on time by the next leader", async () => {
    await spoil("rent");
    await stage.inTime(instance.pipeline.stop());
    await stage.passTime(10 * minute);
    expect(record("rent")).toMatchObject({ attempts: 1 });
    instance = await stage.live();
    await stage.passTime(31_000);
    expect(record("rent")).toMatchObject({ state: "retrying", attempts: 2, retries: 1 });
  });

  it("is not tried again where nothing may be written", async () => {
    await spoil("rent");
    await stage.inTime(instance.pipeline.stop());
    instance = await stage.live({ syncEnabled: false, realTimeEnabled: false });
    await stage.passTime(10 * minute);
    expect(record("rent")).toMatchObject({ attempts: 1 });
    await expect(instance.useCases.retryFailure(eve, keyOf("rent"))).rejects.toMatchObject({ code: "disabled" });
    await expect(instance.useCases.dismissFailure(eve, keyOf("rent"), "x")).rejects.toMatchObject({ code: "disabled" });
  });
});

describe("the worker that tries again", () => {
  it("asks nothing of the ledger while nothing has failed", async () => {
    const looks = countRetries();
    await stage.passTime(5 * minute);
    expect(looks.count).toBe(0);
  });

  it("looks at most once a second with much to do, and tries all that is due", async () => {
    const names = Array.from({ length: 450 }, (_, index) => `rent ${index}`);
    await stage.inTime(instance.useCases.stopRealTime(eve));
    for (const name of names) stage.putPayment(name, { amount: "a lot" });
    const { id } = await stage.inTime(instance.useCases.startFullSync(eve, { dryRun: false, confirm: null }));
    await stage.inTime(instance.useCases.waitForRun(id, minute, new AbortController().signal));
    expect(stored().openFailures).toBe(names.length);
    const looks = countRetries();
    await stage.passTime(minute + 31_000);
    expect(looks.count).toBeLessThanOrEqual(8);
    expect(stored().failureCounts).toEqual({ open: 0, retrying: names.length, quarantined: 0, dismissed: 0 });
  });

  it("goes on after an error, which is told", async () => {
    await spoil("rent");
    stage.between = (point) =>
      point === "before ledger.nextRetries" ? Promise.reject(new Error("odd")) : Promise.resolve();
    await stage.passTime(2 * minute);
    stage.between = () => Promise.resolve();
    expect((await instance.useCases.stats()).errors[0]?.message).toBe("odd");
    await stage.passTime(minute);
    expect(record("rent")?.attempts).toBe(2);
  });

  it("takes nothing back when the whole collection is gone", async () => {
    stage.putPayment("rent");
    await stage.passTime(10);
    await spoil("rent");
    await stage.inTime(instance.useCases.stopRealTime(eve));
    const read = stage.source.reader.read;
    await stage.inTime(instance.pipeline.stop());
    const source = {
      ...stage.source.reader,
      read: async (...asked: Parameters<typeof read>) => ({
        ...(await read(...asked)),
        payments: new Map(),
        lacksPayments: true,
      }),
    };
    instance = await stage.live({}, { source });
    await stage.passTime(2 * minute);
    expect(row("rent")?.status).toBe("posted");
    expect(record("rent")?.state).toBe("open");
    expect((await instance.useCases.stats()).errors[0]?.code).toBe("conflict");
  });
});

describe("trying one again by hand", () => {
  it("answers with the failure afterwards: healed, or open with one attempt more", async () => {
    await spoil("rent", "other");
    await correctUnheard("rent");
    const retry = (name: string) => stage.inTime(instance.useCases.retryFailure(eve, keyOf(name)));
    expect(await retry("rent")).toMatchObject({ state: "resolved", resolution: { kind: "replayed" } });
    const planned = record("other")?.nextRetryAt;
    expect(await retry("other")).toMatchObject({ state: "retrying", attempts: 2, retries: 0, nextRetryAt: planned });
    expect(await retry("rent")).toMatchObject({ state: "resolved", resolution: { kind: "replayed" } });
  });

  it("names who did it in the journal", async () => {
    await spoil("rent");
    await correctUnheard("rent");
    await stage.inTime(instance.useCases.retryFailure(eve, keyOf("rent")));
    expect(stage.accounting.store.journal.at(-1)?.cause).toEqual({ kind: "actor", actor: "eve" });
  });

  it("is not found where nothing failed", async () => {
    await expect(instance.useCases.retryFailure(eve, keyOf("sound"))).rejects.toMatchObject({ code: "not_found" });
    await expect(instance.useCases.failure(keyOf("sound"))).rejects.toMatchObject({ code: "not_found" });
  });

  it("is carried out by the leader whichever instance was asked, and so are its sisters", async () => {
    await spoil("rent", "other");
    const asked = stage.instance();
    await stage.inTime(asked.pipeline.start().then(() => undefined));
    expect(await stage.inTime(asked.useCases.retryFailure(eve, keyOf("rent")))).toMatchObject({ attempts: 2 });
    const { id } = await stage.inTime(asked.useCases.retryFailures(eve, anyFailure));
    const run = await stage.inTime(asked.useCases.waitForRun(id, minute, new AbortController().signal));
    expect(run).toMatchObject({ kind: "retry", state: "succeeded", counts: { failed: 2 } });
    const dismissed = await stage.inTime(asked.useCases.dismissFailure(eve, keyOf("rent"), "x"));
    expect(dismissed).toMatchObject({ resolution: { kind: "dismissed", reason: "x", actor: "eve" } });
    expect(await stage.inTime(asked.useCases.failures(anyFailure, { limit: 9, cursor: null }))).toMatchObject({
      items: [{ key: keyOf("rent") }, { key: keyOf("other") }].toSorted((a, b) => (a.key < b.key ? 1 : -1)),
    });
  });
});

describe("trying many again", () => {
  const wait = (id: string) => stage.inTime(instance.useCases.waitForRun(id, minute, new AbortController().signal));

  it("is a run that looks once at each failure that the filter means", async () => {
    await spoil("a", "b");
    stage.putPayment("c", { currency: "usd" });
    await stage.passTime(10);
    await correctUnheard("a", "c");
    const { id } = await stage.inTime(instance.useCases.retryFailures(eve, { ...anyFailure, code: "money_invalid" }));
    expect(await wait(id)).toMatchObject({
      kind: "retry",
      actor: "eve",
      state: "succeeded",
      progress: { phase: "done", processed: 2 },
      counts: { read: 2, applied: 1, failed: 1 },
    });
    expect([record("a")?.state, record("b")?.attempts, record("c")?.attempts]).toEqual(["resolved", 2, 1]);
    expect(stage.accounting.store.journal.at(-1)?.cause).toEqual({ kind: "run", runId: id });
  });

  it("runs beside a full sync, and once at a time", async () => {
    await spoil("a");
    const door = Promise.withResolvers<void>();
    stage.between = (point) => (point === "before ledger.openFailures" ? door.promise : Promise.resolve());
    const first = await stage.inTime(instance.useCases.retryFailures(eve, anyFailure));
    await expect(instance.useCases.retryFailures(eve, anyFailure)).rejects.toMatchObject({ code: "run_active" });
    const full = await stage.inTime(instance.useCases.startFullSync(eve, { dryRun: false, confirm: null }));
    door.resolve();
    expect([(await wait(first.id)).state, (await wait(full.id)).state]).toEqual(["succeeded", "succeeded"]);
  });

  it("goes on with the next leader when it was cut off", async () => {
    await spoil("a");
    const door = Promise.withResolvers<void>();
    const close = (): void => {
      stage.between = (point) => (point === "before ledger.openFailures" ? door.promise : Promise.resolve());
    };
    close();
    const { id } = await stage.inTime(instance.useCases.retryFailures(eve, anyFailure));
    const stopping = instance.pipeline.stop();
    await stage.passTime(1_000);
    stage.between = () => Promise.resolve();
    door.resolve();
    await stage.inTime(stopping);
    expect(stage.accounting.store.runs.get(id)?.run.state).toBe("running");
    instance = await stage.live();
    expect(await wait(id)).toMatchObject({ state: "succeeded", counts: { read: 1, failed: 1 } });
  });
});

describe("dismissing a failure", () => {
  const dismiss = (reason = "a test document", caller = eve) =>
    stage.inTime(instance.useCases.dismissFailure(caller, keyOf("rent"), reason));

  it("closes it with reason and actor, and health counts it no more", async () => {
    await spoil("rent");
    expect(await dismiss()).toMatchObject({
      state: "resolved",
      resolution: { kind: "dismissed", reason: "a test document", actor: "eve" },
    });
    expect(stored().openFailures).toBe(0);
    expect(await reasons()).toEqual([]);
    await passDay();
    expect(record("rent")).toMatchObject({ attempts: 1, resolution: { kind: "dismissed" } });
  });

  it("holds through a full sync, and ends when the document changes without being right", async () => {
    await spoil("rent");
    await dismiss();
    const { id } = await stage.inTime(instance.useCases.startFullSync(eve, { dryRun: false, confirm: null }));
    await stage.inTime(instance.useCases.waitForRun(id, minute, new AbortController().signal));
    expect(stored().openFailures).toBe(0);
    stage.putPayment("rent", { amount: "more" });
    await stage.passTime(10);
    expect(record("rent")).toMatchObject({ state: "open", attempts: 1, resolution: null });
    expect(stored()).toMatchObject({ openFailures: 1, failureCounts: { dismissed: 0 } });
  });

  it("answers the same when the same is asked again, and refuses another's word", async () => {
    await spoil("rent");
    const first = await dismiss();
    expect(await dismiss()).toEqual(first);
    await expect(dismiss("another reason")).rejects.toMatchObject({ code: "conflict" });
    await expect(dismiss("a test document", { actor: "bob" })).rejects.toMatchObject({ code: "conflict" });
    const unknown = instance.useCases.dismissFailure(eve, keyOf("sound"), "x");
    await expect(unknown).rejects.toMatchObject({ code: "not_found" });
  });

  it("is done once although its reply was lost", async () => {
    await spoil("rent");
    let isLost = false;
    stage.between = (point) => {
      if (point !== "after sink.commit" || isLost) return Promise.resolve();
      isLost = true;
      return Promise.reject(new AppError("accounting_unavailable", "away"));
    };
    expect(await dismiss()).toMatchObject({ resolution: { kind: "dismissed" } });
    expect(stored()).toMatchObject({ openFailures: 0, failureCounts: { dismissed: 1 } });
  });
});
