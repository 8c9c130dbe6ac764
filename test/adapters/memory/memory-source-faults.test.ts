import { describe, expect, it } from "vitest";
import { createMemorySource, type MemorySourceOptions } from "../../../src/adapters/memory/memory-source.ts";
import { createVirtualClock } from "../../../src/adapters/memory/virtual-clock.ts";
import { AppError } from "../../../src/application/errors.ts";
import type { OpenFeed } from "../../../src/application/ports/change-feed.ts";
import type { Position } from "../../../src/domain/sync/change.ts";
import { completedPayment, objectId, paymentOf } from "../../contracts/neutral-documents.ts";

const [rent, rent2, house] = [objectId(1), objectId(2), objectId(3)];

describe("main database in memory", () => {
  const { signal } = new AbortController();
  const away = new AppError("source_unavailable", "away");

  const createSource = (options: Partial<MemorySourceOptions> = {}) => {
    const clock = createVirtualClock();
    return { clock, source: createMemorySource({ clock, ...options }) };
  };
  const payment = (id = rent) => paymentOf(completedPayment(id, house));
  const open = async (
    source: ReturnType<typeof createSource>["source"],
    from: Position | null = null,
  ): Promise<OpenFeed> => {
    const feed = await source.feed.open(from, signal);
    if ("kind" in feed) throw new Error(feed.reason);
    return feed;
  };
  const keys = { payments: [rent], properties: [], owners: [] };

  it("names each point before and after every effect", async () => {
    const points: string[] = [];
    const between = async (point: string): Promise<void> => void points.push(await point);
    const { source } = createSource({ between });
    source.payments.put(payment());
    await source.reader.read(keys, source.now(), signal);
    await source.reader.readPage("payments", { after: null, limit: 1 }, signal);
    await source.reader.existing("payments", [rent], source.now(), signal);
    await source.reader.count("payments", signal);
    const feed = await open(source);
    source.payments.put(payment());
    await feed.next(signal);
    const names = ["source.read", "source.readPage", "source.existing", "source.count", "feed.open", "feed.next"];
    expect(points).toEqual(names.flatMap((name) => [`before ${name}`, `after ${name}`]));
  });

  it("sees at a delayed read what was written meanwhile only when it is asked for that time", async () => {
    const { promise: arrival, resolve: arrive } = Promise.withResolvers<void>();
    const { source } = createSource({ between: () => arrival });
    source.payments.put(payment());
    const before = source.now();
    const reading = source.reader.read(keys, before, signal);
    source.payments.delete(rent);
    arrive();
    expect((await reading).payments.size).toBe(1);
  });

  it("delivers an item again when its delivery failed", async () => {
    let broken = true;
    const between = (point: string): Promise<void> =>
      point === "after feed.next" && broken ? Promise.reject(away) : Promise.resolve();
    const { source } = createSource({ between });
    const feed = await open(source);
    source.payments.put(payment());
    await expect(feed.next(signal)).rejects.toBe(away);
    broken = false;
    expect(await feed.next(signal)).toMatchObject({ kind: "changes", changes: [{ id: rent }] });
  });

  it("resumes in the middle of a transaction", async () => {
    const { source } = createSource({ changesMax: () => 1 });
    const feed = await open(source);
    source.together(() => {
      source.payments.put(payment(rent));
      source.payments.put(payment(rent2));
    });
    const first = await feed.next(signal);
    if (first.kind !== "changes") throw new Error("lost");
    expect(first).toMatchObject({
      changes: [{ id: rent, clusterTime: source.now() }],
      position: { clusterTime: source.now() },
    });
    const resumed = await open(source, first.position);
    expect(await resumed.next(signal)).toMatchObject({ changes: [{ id: rent2 }] });
  });

  it("loses a reader whose next event has left the oplog, and not one that had read everything", async () => {
    const { source } = createSource();
    const [behind, upToDate] = [await open(source), await open(source)];
    source.payments.put(payment());
    await upToDate.next(signal);
    source.tick();
    source.truncateOplog();
    expect(await behind.next(signal)).toMatchObject({ kind: "history_lost", reason: "oplog_truncated" });
    source.payments.delete(rent);
    expect(await upToDate.next(signal)).toMatchObject({ kind: "changes", changes: [{ id: rent }] });
  });

  it("does not know the positions of another source", async () => {
    const { start } = await open(createSource({ name: "other" }).source);
    expect(await createSource().source.feed.open(start, signal)).toMatchObject({
      kind: "history_lost",
      reason: "token_unusable",
    });
  });

  it("stops waiting when its signal aborts and when it is closed", async () => {
    const { source } = createSource();
    const stopping = new AbortController();
    const waiting = (await open(source)).next(stopping.signal);
    stopping.abort("enough");
    await expect(waiting).rejects.toBe("enough");
    const feed = await open(source);
    const waitingStill = feed.next(signal);
    await feed.close();
    await expect(waitingStill).rejects.toMatchObject({ code: "cancelled" });
  });

  it("moves its cluster time with every write and never back, whatever the wall clock does", () => {
    const { clock, source } = createSource();
    const times = [source.payments.put(payment())];
    clock.jumpWallClock(-86_400_000);
    times.push(source.payments.put(payment()), source.tick());
    clock.jumpWallClock(3 * 86_400_000);
    times.push(source.payments.delete(rent));
    for (const [index, time] of times.entries()) expect(time).toBeGreaterThan(times[index - 1] ?? 0n);
  });

  it("keeps copies that nobody can change", async () => {
    const { source } = createSource();
    const document = { ...payment(), paymentDate: { type: "date" as const, ms: 5 } };
    source.payments.put(document);
    document.paymentDate.ms = 6;
    const found = (await source.reader.read(keys, source.now(), signal)).payments.get(rent);
    expect(found).toMatchObject({ paymentDate: { ms: 5 } });
    expect(Object.isFrozen(found)).toBe(true);
  });

  it("hands on a document that cannot be decoded", async () => {
    const { source } = createSource();
    source.payments.put({ kind: "undecodable", id: rent, reason: "invalid UTF-8" });
    const cut = await source.reader.read(keys, source.now(), signal);
    expect(cut.payments.get(rent)).toEqual({ kind: "undecodable", id: rent, reason: "invalid UTF-8" });
  });
});
