import { beforeEach, describe, expect, it } from "vitest";
import { isTransient } from "../../src/application/errors.ts";
import { createClusterTime } from "../../src/domain/cluster-time.ts";
import type { Position } from "../../src/domain/sync/change.ts";
import { addsUp, emptyTally } from "../../src/domain/sync/tally.ts";
import type { AccountingHarness } from "./accounting-harness.ts";
import { createLedgerWorld, entryOf, type LedgerWorld } from "./ledger-world.ts";
import { objectId } from "./neutral-documents.ts";

const [property, otherProperty, owner, rent, rent2] = [objectId(1), objectId(2), objectId(3), objectId(4), objectId(5)];

/** How units are told apart, fenced, counted and repeated. */
export const describeSinkProtocol = (subjectOf: () => AccountingHarness): void => {
  describe("unit of work", () => {
    const { signal } = new AbortController();
    let subject: AccountingHarness;
    let world: LedgerWorld;

    beforeEach(() => {
      subject = subjectOf();
      world = createLedgerWorld(subject.sink);
      world.putProperty(property, owner);
      world.putOwner(owner, "Ada");
      world.putPayment(rent, property);
    });

    const position = (): Position => ({ token: `{"t":"${world.source.now()}"}`, clusterTime: world.source.now() });
    const everything = async () => ({
      rows: await subject.rows(),
      accounts: await subject.accounts(),
      journal: await subject.journal(),
      failures: await subject.failures(),
      checkpoint: await subject.checkpoint(),
    });

    it("commits rows, heads, journal, position and counters as one", async () => {
      const here = position();
      const result = await world.commit({ payments: [rent] }, { position: here, events: 1, token: "first" });
      expect(result).toMatchObject({
        kind: "committed",
        checkpoint: { commitNo: 1n, seq: 1n, unitToken: "first", position: here },
        rowsChanged: 1,
        row: null,
        outcomes: { applied: 1, unchanged: 0, notPosted: 0, failed: 0 },
        changedKeys: [`payments/${rent}`],
      });
      const { rows, accounts, journal, checkpoint } = await everything();
      expect(rows).toMatchObject([{ id: `payments/${rent}/income`, propertyId: property, amountMinor: 10_000n }]);
      expect(accounts).toMatchObject([{ propertyId: property, status: "active", ownerName: "Ada" }]);
      expect(journal).toMatchObject([{ seq: 1n, change: "posted", cause: { kind: "stream" } }]);
      expect(checkpoint).toMatchObject({
        commitNo: 1n,
        seq: 1n,
        unitToken: "first",
        position: here,
        readFloor: here.clusterTime,
      });
      expect(checkpoint.tally).toEqual({ ...emptyTally, events: 1, applied: 1 });
    });

    it("says already_committed when a committed unit comes again, and counts nothing twice", async () => {
      const batch = await world.batch({ payments: [rent] }, { position: position(), events: 1 });
      const first = await world.send(batch);
      const before = await everything();
      const committed = first.kind === "committed" ? first.checkpoint : null;
      expect(await world.send(batch)).toMatchObject({ kind: "already_committed", checkpoint: committed });
      expect(await everything()).toEqual(before);
    });

    it("says already_committed also to a new connection, whose predecessor's reply was lost", async () => {
      const batch = await world.batch({ payments: [rent] }, { events: 1, position: position() });
      await world.send(batch);
      expect(await world.send(batch, await subject.anotherSink())).toMatchObject({
        kind: "already_committed",
        checkpoint: { commitNo: 1n },
      });
    });

    it("says already_committed when a manual entry comes again", async () => {
      await world.commit({ payments: [rent] });
      const enter = { kind: "enter", facts: entryOf("roof", property) } as const;
      expect(await world.manual(enter, { token: "roof" })).toMatchObject({
        kind: "committed",
        checkpoint: { commitNo: 2n },
      });
      expect(await world.manual(enter, { token: "roof" })).toMatchObject({
        kind: "already_committed",
        checkpoint: { commitNo: 2n },
      });
    });

    it("writes nothing for a leader that was taken over", async () => {
      await world.commit({ payments: [rent] });
      const successor = await subject.anotherSink();
      expect(await successor.takeOver(2n, signal)).toMatchObject({ epoch: 2n, commitNo: 1n, seq: 1n });
      const before = await everything();
      world.putPayment(rent2, property);
      expect(await world.commit({ payments: [rent2] })).toEqual({ kind: "fenced" });
      expect(await world.manual({ kind: "enter", facts: entryOf("roof", property) })).toEqual({ kind: "fenced" });
      expect(await subject.sink.patchCheckpoint(1n, { initialised: true }, signal)).toBe("fenced");
      expect(await everything()).toEqual(before);
      const batch = await world.batch({ payments: [rent2] }, { epoch: 2n });
      expect(await world.send(batch, successor)).toMatchObject({ kind: "committed", checkpoint: { commitNo: 2n } });
    });

    it("lets a former leader that won again go on where its successor stopped", async () => {
      await world.commit({ payments: [rent] });
      const between = await subject.anotherSink();
      await between.takeOver(2n, signal);
      world.putPayment(rent2, property);
      await world.send(await world.batch({ payments: [rent2] }, { epoch: 2n }), between);
      expect(await subject.sink.takeOver(3n, signal)).toMatchObject({ epoch: 3n, commitNo: 2n });
      world.putPayment(rent, property, { amount: 7 });
      expect(await world.commit({ payments: [rent] }, { epoch: 3n })).toMatchObject({
        kind: "committed",
        checkpoint: { commitNo: 3n },
      });
    });

    it("never lowers the epoch, and takes over twice with the same one", async () => {
      await subject.sink.takeOver(5n, signal);
      expect((await subject.sink.takeOver(5n, signal)).epoch).toBe(5n);
      expect((await subject.sink.takeOver(4n, signal)).epoch).toBe(5n);
      expect(await world.commit({ payments: [rent] }, { epoch: 4n })).toEqual({ kind: "fenced" });
    });

    it("asks for the property of a first payment, then for its owner, and writes nothing before it has both", async () => {
      const before = await everything();
      const batch = await world.batch({ payments: [rent] });
      expect(await subject.sink.commit(batch, signal)).toEqual({
        kind: "incomplete",
        properties: [property],
        owners: [],
      });
      const wider = await world.batch({ payments: [rent], properties: [property] }, { token: batch.token });
      expect(await subject.sink.commit({ ...wider, keys: batch.keys }, signal)).toEqual({
        kind: "incomplete",
        properties: [],
        owners: [owner],
      });
      expect(await everything()).toEqual(before);
      expect(await world.send(batch)).toMatchObject({ kind: "committed", outcomes: { applied: 1, unchanged: 0 } });
    });

    it("writes nothing when nothing differs and no position moves", async () => {
      await world.commit({ payments: [rent], properties: [property], owners: [owner] });
      const before = await everything();
      const keys = { payments: [rent], properties: [property, otherProperty], owners: [owner] };
      expect(await world.commit(keys)).toEqual({
        kind: "unchanged",
        outcomes: { applied: 0, unchanged: 4, notPosted: 0, failed: 0 },
        orphanedRows: null,
      });
      expect(await everything()).toEqual(before);
    });

    it("moves the position of a unit that changes nothing, and only that", async () => {
      await world.commit({ payments: [rent] });
      const { checkpoint, ...before } = await everything();
      world.source.tick();
      const here = position();
      expect(await world.commit({ payments: [rent] }, { position: here, events: 1 })).toMatchObject({
        kind: "committed",
        checkpoint: { commitNo: 2n },
        rowsChanged: 0,
        changedKeys: [],
        outcomes: { unchanged: 1 },
      });
      const { checkpoint: after, ...rest } = await everything();
      expect(rest).toEqual(before);
      expect(after).toMatchObject({ position: here, commitNo: 2n, seq: checkpoint.seq, readFloor: here.clusterTime });
    });

    it("moves the position of a unit without keys", async () => {
      const here = position();
      expect(await world.commit({}, { position: here })).toMatchObject({ kind: "committed", rowsChanged: 0 });
      expect((await subject.checkpoint()).position).toEqual(here);
    });

    it("keeps the position of a unit that does not come from the stream", async () => {
      const here = position();
      await world.commit({ payments: [rent] }, { position: here, events: 1 });
      world.putPayment(rent2, property);
      await world.commit({ payments: [rent2] });
      expect((await subject.checkpoint()).position).toEqual(here);
    });

    it("never takes the read floor back", async () => {
      const older = await world.batch({ payments: [rent] });
      world.putPayment(rent2, property);
      await world.commit({ payments: [rent2] });
      const { readFloor } = await subject.checkpoint();
      await world.send(older);
      expect((await subject.checkpoint()).readFloor).toBe(readFloor);
    });

    it("ends each event in exactly one of five counters", async () => {
      const [pending, broken, unseen] = [objectId(21), objectId(22), objectId(23)];
      await world.commit({ payments: [rent] }, { position: position(), events: 1 });
      world.putPayment(pending, property, { status: "pending" });
      world.putPayment(broken, property, { amount: "a lot" });
      world.putPayment(rent2, property);
      const payments = [rent, pending, broken, rent2, unseen];
      await world.commit({ payments, properties: [property], owners: [owner] }, { position: position(), events: 12 });
      const { tally } = await subject.checkpoint();
      expect(tally).toEqual({ events: 13, applied: 2, unchanged: 3, notPosted: 2, failed: 1, coalesced: 5 });
      expect(addsUp(tally)).toBe(true);
    });

    it("counts no events for a chunk of a full sync", async () => {
      await world.commit({ payments: [rent] });
      expect((await subject.checkpoint()).tally).toEqual(emptyTally);
    });

    it("refuses a unit whose events are fewer than its keys, and writes nothing", async () => {
      const before = await everything();
      const keys = { payments: [rent], properties: [property], owners: [owner] };
      await expect(world.commit(keys, { events: 2, position: position() })).rejects.toThrow();
      expect(await everything()).toEqual(before);
      expect(await world.commit(keys, { events: 3, position: position() })).toMatchObject({
        kind: "committed",
        checkpoint: { commitNo: 1n },
      });
    });

    it("plans a dry run and writes nothing", async () => {
      await world.commit({ properties: [property], owners: [owner] });
      world.putPayment(rent2, property, { amount: "a lot" });
      const before = await everything();
      expect(await world.commit({ payments: [rent, rent2] }, { dryRun: true, token: "dry" })).toEqual({
        kind: "planned",
        outcomes: { applied: 1, unchanged: 0, notPosted: 0, failed: 1 },
        changedKeys: [`payments/${rent}`],
        orphanedRows: null,
      });
      expect(await world.commit({ properties: [property] }, { dryRun: true })).toMatchObject({ kind: "unchanged" });
      expect(await everything()).toEqual(before);
      expect(await world.commit({ payments: [rent] }, { token: "dry" })).toMatchObject({ kind: "committed" });
    });

    it("tells the committed checkpoint to whoever asks", async () => {
      await world.commit({ payments: [rent] }, { position: position(), events: 1 });
      const stranger = await subject.anotherSink();
      expect(await stranger.checkpoint(signal)).toEqual(await subject.sink.checkpoint(signal));
      expect(await stranger.checkpoint(signal)).toMatchObject({
        epoch: 1n,
        commitNo: 1n,
        initialised: false,
        coveredReading: 0,
      });
    });

    it("sets wishes and states outside of commits, and a later commit keeps them", async () => {
      const gap = {
        reason: "oplog_truncated",
        detail: "too late",
        from: createClusterTime(100, 1),
        to: null,
        openedAt: 1_000,
        closedAt: null,
      };
      const patch = {
        initialised: true,
        realTimeWanted: false,
        realTimeStop: { actor: "ann", reason: "an import", at: 1_704_067_200_000 },
        projectionId: "p1",
        gap,
        gapsInARow: 2,
        driftCorrected: 3,
        driftSettled: 2,
        reading: 4,
        coveredReading: 3,
      };
      expect(await subject.sink.patchCheckpoint(1n, patch, signal)).toBe("patched");
      expect(await subject.checkpoint()).toMatchObject(patch);
      await world.commit({ payments: [rent] }, { position: position(), events: 1 });
      expect(await subject.checkpoint()).toMatchObject({ ...patch, commitNo: 1n });
      const closed = { ...gap, to: createClusterTime(200, 2), closedAt: 2_000 };
      expect(await subject.sink.patchCheckpoint(1n, { gap: closed, position: null }, signal)).toBe("patched");
      expect(await subject.checkpoint()).toMatchObject({ gap: closed, position: null, initialised: true });
      expect(await subject.sink.patchCheckpoint(1n, { gap: null }, signal)).toBe("patched");
      expect((await subject.checkpoint()).gap).toBeNull();
    });

    it("keeps what is set while a unit is being committed", async () => {
      for (let round = 1; round <= 10; round += 1) {
        world.putPayment(rent, property, { amount: round });
        const batch = await world.batch({ payments: [rent] });
        const here = position();
        const patching = patiently(() => subject.sink.patchCheckpoint(1n, { position: here, reading: round }, signal));
        const sending = patiently(() => world.send(batch));
        expect([await patching, (await sending).kind]).toEqual(["patched", "committed"]);
        expect(await subject.checkpoint()).toMatchObject({ position: here, reading: round });
      }
    });

    /** As every caller does: what was away is asked again. */
    const patiently = async <Result>(ask: () => Promise<Result>): Promise<Result> => {
      for (;;) {
        try {
          return await ask();
        } catch (error) {
          if (!isTransient(error)) throw error;
        }
      }
    };

    it("takes over with what the predecessor left, patches included", async () => {
      await subject.sink.patchCheckpoint(1n, { initialised: true, position: position() }, signal);
      await world.commit({ payments: [rent] });
      const found = await (await subject.anotherSink()).takeOver(2n, signal);
      expect(found).toEqual(await subject.checkpoint());
      expect(found).toMatchObject({ epoch: 2n, commitNo: 1n, seq: 1n, initialised: true });
    });

    it("is prepared again without losing anything", async () => {
      await world.commit({ payments: [rent] });
      const before = await everything();
      await subject.sink.prepare(signal);
      await (await subject.anotherSink()).prepare(signal);
      expect(await everything()).toEqual(before);
    });
  });
};
