import { beforeEach, describe, expect, it } from "vitest";
import { pageSizeMax } from "../../src/application/throttle.ts";
import type { Check } from "../../src/domain/consistency/check.ts";
import { incomeRowId } from "../../src/domain/ids.ts";
import { minorOf } from "../../src/domain/money/money.ts";
import type { Run } from "../../src/domain/sync/run.ts";
import { createMemoryStage, type Instance, type MemoryStage, named } from "../support/memory-stage.ts";

let stage: MemoryStage;

const minuteMs = 60_000;

beforeEach(() => {
  stage = createMemoryStage();
  stage.source.owners().put({ id: named("ann"), firstName: "Ann", lastName: "Moyo" });
  for (const name of ["house", "barn"]) stage.putProperty(name, "ann");
  for (const name of ["p1", "p2", "p3"]) stage.putPayment(name, { amount: 100 });
});

const runOf = (id: string): Run => {
  const run = stage.accounting.store.runs.get(id)?.run;
  if (run === undefined) throw new Error(`no run ${id}`);
  return run;
};
const checkOf = (id: string): Check => {
  const check = stage.accounting.store.checks.get(id)?.check;
  if (check === undefined) throw new Error(`no check ${id}`);
  return check;
};
const toldBy = (id: string): readonly string[] =>
  [...(stage.accounting.store.findings.get(id)?.values() ?? [])].map(({ rule, key }) => `${rule} ${key}`).toSorted();

const tamper = (name: string): void => {
  const id = incomeRowId(named(name));
  const row = stage.accounting.store.rows.get(id);
  if (row === undefined) throw new Error(`no row of ${name}`);
  stage.accounting.store.rows.set(id, { ...row, amountMinor: minorOf(row.amountMinor + 1n) });
};

/** Whoever comes to `point` waits there; resolves when somebody does. */
const holdAt = (point: string): Promise<void> => {
  const reached = Promise.withResolvers<void>();
  stage.between = (here) => {
    if (here !== point) return Promise.resolve();
    reached.resolve();
    return new Promise(() => undefined);
  };
  return reached.promise;
};

const startCheck = async ({ pipeline }: Instance): Promise<string> => {
  const { checks } = pipeline.requireTerm();
  await stage.until(() => checks.active() === null, 10 * minuteMs);
  return (await stage.inTime(checks.start({ trigger: "api", actor: "eve" }))).id;
};

/** A check that its instance has left at `point`, and how often each point is passed from then on. */
const leftAt = async (
  point: string,
  first: Instance,
): Promise<{ readonly id: string; passed(point: string): number }> => {
  await stage.until(() => first.pipeline.requireTerm().checks.active() === null, 10 * minuteMs);
  const held = holdAt(point);
  const id = await startCheck(first);
  await stage.inTime(held);
  const passed = new Map<string, number>();
  const stopped = first.pipeline.stop();
  stage.between = (here) => {
    passed.set(here, (passed.get(here) ?? 0) + 1);
    return Promise.resolve();
  };
  void stopped;
  return { id, passed: (here) => passed.get(here) ?? 0 };
};

describe("a check whose leader goes", () => {
  it("goes on under the next one where it was, with everything it had found", async () => {
    const first = await stage.live();
    tamper("p1");
    const { id, passed } = await leftAt("before scanner.sums", first);
    expect(runOf(id).state).toBe("running");
    const second = await stage.live();
    await stage.until(() => runOf(id).state !== "running", 10 * minuteMs);
    expect(runOf(id)).toMatchObject({ state: "succeeded", progress: { phase: "done", processed: 5, total: 5 } });
    expect(checkOf(id)).toMatchObject({ state: "complete", findings: 2, place: null, matchedPayments: 2 });
    expect(checkOf(id).looked).toMatchObject({ properties: 2, payments: 3, rows: 3, accounts: 2 });
    expect(toldBy(id)).toEqual([`amount_mismatch ${incomeRowId(named("p1"))}`, `balance_mismatch ${named("house")}`]);
    expect(passed("before scanner.heads")).toBe(0);
    await stage.inTime(second.pipeline.stop());
  });

  it("goes on within the payments, leaves out no row between two of them, and still finds double ones across the break", async () => {
    const names = Array.from({ length: 10_500 }, (_, n) => `q${String(n).padStart(5, "0")}`);
    for (const name of names) stage.putPayment(name, { propertyId: "barn", amount: 7 });
    stage.putPayment("q00001", { tenantId: "tom", amount: 5 });
    stage.putPayment("q10400", { tenantId: "tom", amount: 5 });
    const first = await stage.live();
    await stage.until(() => first.pipeline.requireTerm().checks.active() === null, 10 * minuteMs);
    const pagesLookedAt = 10_000 / pageSizeMax;
    let pages = 0;
    stage.between = (point) => {
      if (point !== "before scanner.rowsOf") return Promise.resolve();
      pages += 1;
      if (pages <= pagesLookedAt) return stage.clock.sleep(2_000, new AbortController().signal);
      return new Promise(() => undefined);
    };
    const id = await startCheck(first);
    await stage.until(() => pages > pagesLookedAt, 2 * minuteMs);
    void first.pipeline.stop();
    expect(checkOf(id)).toMatchObject({ looked: { payments: 10_000 }, place: { phase: "payments" } });
    let read = 0;
    stage.between = (point) => {
      if (point === "before scanner.rowsOf") read += 1;
      return Promise.resolve();
    };
    tamper("q10450");
    const second = await stage.live();
    await stage.until(() => runOf(id).state !== "running", 10 * minuteMs);
    expect(checkOf(id).looked).toMatchObject({ properties: 2, payments: 10_503 });
    expect(toldBy(id)).toEqual([
      `amount_mismatch ${incomeRowId(named("q10450"))}`,
      `balance_mismatch ${named("barn")}`,
      `possible_duplicate_payment ${named("q10400")}`,
    ]);
    expect(read).toBeLessThan(5);
    await stage.inTime(second.pipeline.stop());
  });

  it("waits for the stream, so that what changed meanwhile passes for no difference", async () => {
    const { id } = await leftAt("before scanner.rows", await stage.live());
    for (const name of ["p1", "p7", "p8"]) stage.putPayment(name, { amount: 700 });
    stage.source.payments.delete(named("p2"));
    const second = await stage.live();
    await stage.until(() => runOf(id).state !== "running", 10 * minuteMs);
    expect(runOf(id).state).toBe("succeeded");
    expect(toldBy(id)).toEqual([]);
    expect(checkOf(id).followsStream).toBe(true);
    await stage.inTime(second.pipeline.stop());
  });

  it("is ended in plain words under another projection", async () => {
    const { id } = await leftAt("before scanner.sums", await stage.live());
    const second = await stage.live({ projectionId: "p2" });
    await stage.until(() => runOf(id).state !== "running", 10 * minuteMs);
    expect(runOf(id)).toMatchObject({ state: "failed", error: { code: "superseded" } });
    await stage.inTime(second.pipeline.stop());
  });

  it("is ended in plain words when it was left too long ago", async () => {
    const { id } = await leftAt("before scanner.sums", await stage.live());
    await stage.passTime(25 * 60 * minuteMs);
    const second = await stage.live();
    await stage.until(() => runOf(id).state !== "running", 10 * minuteMs);
    expect(runOf(id)).toMatchObject({ state: "failed", error: { code: "superseded" } });
    expect(checkOf(id).state).toBe("incomplete");
    await stage.inTime(second.pipeline.stop());
  });
});

describe("a round of the continuous verification whose leader goes", () => {
  const rounds = (): readonly Check[] =>
    [...stage.accounting.store.checks.values()].flatMap(({ check }) => (check.isContinuous ? check : []));

  it("goes on under the next one, at once and where it was", async () => {
    const first = await stage.live({ verifyRowsPerSecond: 1_000 });
    await stage.until(() => first.pipeline.requireTerm().checks.active() === null, 9 * minuteMs);
    const held = holdAt("before scanner.sums");
    await stage.passTime(11 * minuteMs);
    await held;
    expect(rounds()).toMatchObject([{ state: "running", place: { phase: "totals" } }]);
    const stopped = first.pipeline.stop();
    let heads = 0;
    stage.between = (point) => {
      if (point === "before scanner.heads") heads += 1;
      return Promise.resolve();
    };
    const second = await stage.live({ verifyRowsPerSecond: 1_000 });
    await stage.until(() => rounds().every(({ state }) => state === "complete"), minuteMs);
    expect(rounds()).toHaveLength(1);
    expect(heads).toBe(0);
    await stage.inTime(second.pipeline.stop());
    void stopped;
  });

  it("is given up under another projection, and says no longer that it runs", async () => {
    const first = await stage.live({ verifyRowsPerSecond: 1_000 });
    await stage.until(() => first.pipeline.requireTerm().checks.active() === null, 9 * minuteMs);
    const held = holdAt("before scanner.sums");
    await stage.passTime(11 * minuteMs);
    await held;
    const stopped = first.pipeline.stop();
    stage.between = () => Promise.resolve();
    const second = await stage.live({ verifyRowsPerSecond: 1_000, projectionId: "p2" });
    await stage.until(() => rounds().every(({ state }) => state === "incomplete"), minuteMs);
    await stage.inTime(second.pipeline.stop());
    void stopped;
  });
});
