import { beforeEach, describe, expect, it } from "vitest";
import { documentKey } from "../../src/domain/sync/failure.ts";
import { retryPausesMs } from "../../src/domain/sync/failure-life.ts";
import type { AccountingHarness } from "./accounting-harness.ts";
import { createLedgerWorld, type LedgerWorld } from "./ledger-world.ts";
import { objectId } from "./neutral-documents.ts";

const house = objectId(1);
const [rent, rent2] = [objectId(21), objectId(22)];
const key = documentKey("payments", rent);
const minute = 60_000;
const byRun = { cause: { kind: "run", runId: "r1" } } as const;

/** From the first look at a document that cannot be projected to the end of its record. */
export const describeSinkFailureLife = (subjectOf: () => AccountingHarness): void => {
  describe("the life of a failure", () => {
    let subject: AccountingHarness;
    let world: LedgerWorld;

    beforeEach(() => {
      subject = subjectOf();
      world = createLedgerWorld(subject.sink);
      world.putProperty(house);
    });

    const spoil = (fields: Parameters<LedgerWorld["putPayment"]>[2] = { amount: "a lot" }): void =>
      world.putPayment(rent, house, fields);
    const record = async () => (await subject.failures()).find((failure) => failure.key === key);
    const counted = async () => {
      const { openFailures, failureCounts } = await subject.checkpoint();
      return { openFailures, dismissedFailures: failureCounts.dismissed };
    };
    const retry = (at: number) => world.commit({ payments: [rent] }, { ...byRun, at, isRetry: true });
    const quarantine = async (): Promise<number> => {
      let at = 0;
      await world.commit({ payments: [rent] }, { at });
      for (const pause of retryPausesMs) {
        at += pause;
        await retry(at);
      }
      return at;
    };

    describe("retries of a failure", () => {
      it("are planned after 1 m, 5 m, 30 m, 2 h and 12 h; then it is quarantined, and stays open", async () => {
        spoil();
        let at = 0;
        await world.commit({ payments: [rent] }, { at });
        expect(await record()).toMatchObject({ state: "open", retries: 0, nextRetryAt: minute });
        for (const [index, pause] of [5, 30, 120, 720].entries()) {
          at = (await record())?.nextRetryAt ?? 0;
          await retry(at);
          expect(await record()).toMatchObject({
            state: "retrying",
            retries: index + 1,
            nextRetryAt: at + pause * minute,
            attempts: index + 2,
          });
        }
        await retry(at + 720 * minute);
        expect(await record()).toMatchObject({
          state: "quarantined",
          nextRetryAt: null,
          attempts: 6,
          resolution: null,
        });
        expect(await counted()).toEqual({ openFailures: 1, dismissedFailures: 0 });
      });

      it("end with the one that succeeds", async () => {
        spoil();
        await world.commit({ payments: [rent] }, { at: 0 });
        spoil({});
        await retry(minute);
        expect(await record()).toMatchObject({
          state: "resolved",
          resolution: { kind: "replayed" },
          nextRetryAt: null,
          resolvedAt: minute,
        });
        expect((await subject.rows()).map(({ status }) => status)).toEqual(["posted"]);
        expect(await counted()).toEqual({ openFailures: 0, dismissedFailures: 0 });
      });

      it("keep their plan when somebody tries earlier, and when the same mistake is only met again", async () => {
        spoil();
        await world.commit({ payments: [rent] }, { at: 0 });
        await retry(10);
        await world.commit({ payments: [rent] }, { at: 20, ...byRun });
        expect(await record()).toMatchObject({ state: "retrying", retries: 0, nextRetryAt: minute, attempts: 3 });
      });

      it("begin anew when the document is wrong in another way", async () => {
        spoil();
        const at = await quarantine();
        spoil({ currency: "usd" });
        await world.commit({ payments: [rent] }, { at: at + 1 });
        expect(await record()).toMatchObject({
          state: "open",
          code: "currency_unknown",
          retries: 0,
          nextRetryAt: at + 1 + minute,
          firstSeenAt: 0,
        });
        expect(await counted()).toEqual({ openFailures: 1, dismissedFailures: 0 });
      });

      it("are not needed where the document's next state can be projected, also from quarantine", async () => {
        spoil();
        await quarantine();
        spoil({});
        await world.commit({ payments: [rent] });
        expect(await record()).toMatchObject({ state: "resolved", resolution: { kind: "superseded" } });
        expect(await counted()).toEqual({ openFailures: 0, dismissedFailures: 0 });
      });
    });

    describe("dismissing a failure", () => {
      beforeEach(async () => {
        spoil();
        await world.commit({ payments: [rent] }, { at: 1_000 });
      });

      it("resolves it by a person's word and counts it no more, in the same commit", async () => {
        const before = await subject.checkpoint();
        expect(await world.dismiss(key, { at: 2_000 })).toMatchObject({ kind: "committed", rowsChanged: 0, row: null });
        expect(await record()).toMatchObject({
          state: "resolved",
          resolution: { kind: "dismissed", reason: "a test document", actor: "eve" },
          resolvedAt: 2_000,
          nextRetryAt: null,
          code: "money_invalid",
        });
        expect(await subject.checkpoint()).toMatchObject({
          commitNo: before.commitNo + 1n,
          seq: before.seq,
          openFailures: 0,
          failureCounts: { open: 0, retrying: 0, quarantined: 0, dismissed: 1 },
        });
      });

      it("is refused, and writes nothing, where nothing is open", async () => {
        await world.dismiss(key);
        const before = await subject.checkpoint();
        expect(await world.dismiss(key)).toMatchObject({ kind: "not_dismissed", failure: { key } });
        expect(await world.dismiss(documentKey("payments", rent2))).toEqual({ kind: "not_dismissed", failure: null });
        expect(await subject.checkpoint()).toEqual(before);
      });

      it("is fenced like every commit, and done once however often it is sent", async () => {
        expect(await world.dismiss(key, { epoch: 0n })).toEqual({ kind: "fenced" });
        await world.dismiss(key, { token: "d1" });
        expect(await world.dismiss(key, { token: "d1" })).toMatchObject({ kind: "already_committed" });
        expect(await counted()).toEqual({ openFailures: 0, dismissedFailures: 1 });
      });

      it("holds while nothing is known to have changed, whoever looks at the document", async () => {
        await world.dismiss(key);
        const dismissed = await record();
        await world.commit({ payments: [rent] }, byRun);
        await world.commit({ payments: [rent] }, { ...byRun, isRetry: true });
        expect(await world.commit({ payments: [rent] }, byRun)).toMatchObject({ outcomes: { failed: 1 } });
        expect(await record()).toEqual(dismissed);
        expect(await counted()).toEqual({ openFailures: 0, dismissedFailures: 1 });
      });

      it.each([
        ["is wrong in another way, whoever finds that", { currency: "usd" }, byRun],
        ["is reported by the stream, wrong in the same way", { amount: "a lot more" }, {}],
      ] as const)("ends when the document %s", async (_, fields, options) => {
        await world.dismiss(key);
        spoil(fields);
        await world.commit({ payments: [rent] }, { ...options, at: 5_000 });
        expect(await record()).toMatchObject({ state: "open", attempts: 1, firstSeenAt: 5_000, resolution: null });
        expect(await counted()).toEqual({ openFailures: 1, dismissedFailures: 0 });
      });

      it("does not end by a report of another document of the same unit", async () => {
        await world.dismiss(key);
        world.putPayment(rent2, house);
        const batch = await world.batch({ payments: [rent, rent2] });
        await world.send({ ...batch, keys: { ...batch.keys, payments: [rent2] } });
        expect(await record()).toMatchObject({ resolution: { kind: "dismissed" } });
      });

      it("is over when the document is right again, so that its next mistake is a new one", async () => {
        await world.dismiss(key);
        spoil({});
        await world.commit({ payments: [rent] }, byRun);
        expect(await record()).toMatchObject({ state: "resolved", resolution: { kind: "superseded" } });
        expect(await counted()).toEqual({ openFailures: 0, dismissedFailures: 0 });
        spoil();
        await world.commit({ payments: [rent] }, byRun);
        expect(await counted()).toEqual({ openFailures: 1, dismissedFailures: 0 });
      });
    });
  });
};
