import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Lease } from "../../src/application/ports/lease.ts";

/** A database that holds one lease. */
export type LeaseHarness = {
  /** How long a lease holds, milliseconds. */
  readonly ttlMs: number;
  /** One instance's hand on the lease. */
  lease(instanceId: string): Lease;
  /** Lets time pass in the database, milliseconds. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
};

/** What every Lease must do. */
export const describeLeaseContract = (name: string, createSubject: () => Promise<LeaseHarness>): void => {
  describe(`lease: ${name}`, () => {
    const { signal } = new AbortController();
    let subject: LeaseHarness;
    let a: Lease;
    let b: Lease;

    beforeEach(async () => {
      subject = await createSubject();
      a = subject.lease("a:1");
      b = subject.lease("b:1");
    });
    afterEach(() => subject.close());

    const win = async (lease: Lease): Promise<bigint> => {
      const result = await lease.acquire(signal);
      if (result.kind === "held") throw new Error(`held by ${result.by.instanceId}`);
      return result.epoch;
    };

    it("has no holder before anybody came", async () => {
      expect(await a.holder(signal)).toBeNull();
    });

    it("is won by the first who comes, with an epoch above 0", async () => {
      const epoch = await win(a);
      expect(epoch).toBeGreaterThan(0n);
      const holder = await b.holder(signal);
      expect(holder).toMatchObject({ instanceId: "a:1", epoch });
      expect(holder?.expiresInMs).toBeGreaterThan(0);
      expect(holder?.expiresInMs).toBeLessThanOrEqual(subject.ttlMs);
    });

    it("is held against everybody else, and says by whom", async () => {
      const epoch = await win(a);
      expect(await b.acquire(signal)).toMatchObject({ kind: "held", by: { instanceId: "a:1", epoch } });
      expect(await a.renew(epoch, null, signal)).toBe("renewed");
    });

    it("goes to exactly one of several who come at once", async () => {
      const results = await Promise.all(["a:1", "b:1", "c:1", "d:1"].map((id) => subject.lease(id).acquire(signal)));
      expect(results.map(({ kind }) => kind).sort()).toEqual(["held", "held", "held", "won"]);
    });

    it("is given back at once to the instance that held it, in a new epoch that ends the old one", async () => {
      const before = await win(a);
      const restarted = subject.lease("a:1");
      const epoch = await win(restarted);
      expect(epoch).toBeGreaterThan(before);
      expect(await a.renew(before, null, signal)).toBe("lost");
      expect(await restarted.renew(epoch, null, signal)).toBe("renewed");
    });

    it("expires when it is not renewed, and is lost once another has it", async () => {
      const before = await win(a);
      await subject.pass(subject.ttlMs + 1);
      expect(await b.holder(signal)).toBeNull();
      const epoch = await win(b);
      expect(epoch).toBeGreaterThan(before);
      expect(await a.renew(before, null, signal)).toBe("lost");
      expect(await a.holder(signal)).toMatchObject({ instanceId: "b:1", epoch });
      expect((await a.acquire(signal)).kind).toBe("held");
    });

    it("is prolonged by each renewal", async () => {
      const epoch = await win(a);
      for (let times = 0; times < 3; times += 1) {
        await subject.pass(subject.ttlMs * 0.7);
        expect(await a.renew(epoch, null, signal)).toBe("renewed");
        expect((await b.acquire(signal)).kind).toBe("held");
      }
    });

    it("can be renewed late as long as nobody else has it", async () => {
      const epoch = await win(a);
      await subject.pass(subject.ttlMs * 2);
      expect(await a.renew(epoch, null, signal)).toBe("renewed");
      expect((await b.acquire(signal)).kind).toBe("held");
    });

    it("is free at once when it was given back, as often as that is said", async () => {
      const before = await win(a);
      await a.release(before);
      await a.release(before);
      expect(await b.holder(signal)).toBeNull();
      expect(await win(b)).toBeGreaterThan(before);
    });

    it("is not taken from its holder by the release of an older epoch", async () => {
      const before = await win(a);
      await subject.pass(subject.ttlMs + 1);
      const epoch = await win(b);
      await a.release(before);
      expect(await a.holder(signal)).toMatchObject({ instanceId: "b:1", epoch });
      expect(await b.renew(epoch, null, signal)).toBe("renewed");
    });

    it("carries what its holder says about itself, and how long ago it was said", async () => {
      const epoch = await win(a);
      expect((await b.holder(signal))?.status).toBeNull();
      const [first, second] = ['{"lag":12}', '{"lag":7, "of":"$NOW", "dots.in":"é"}'];
      expect(await a.renew(epoch, first, signal)).toBe("renewed");
      expect((await b.holder(signal))?.status?.text).toBe(first);
      expect(await a.renew(epoch, second, signal)).toBe("renewed");
      expect((await a.holder(signal))?.status?.text).toBe(second);
      await subject.pass(4_000);
      const ageMs = (await b.holder(signal))?.status?.ageMs ?? -1;
      expect(ageMs).toBeGreaterThanOrEqual(4_000);
    });

    it("keeps what was said when it is renewed without a word", async () => {
      const epoch = await win(a);
      await a.renew(epoch, "well", signal);
      await a.renew(epoch, null, signal);
      expect((await b.holder(signal))?.status?.text).toBe("well");
    });

    it("says nothing of a new holder in the words of the one before it", async () => {
      const before = await win(a);
      await a.renew(before, "well", signal);
      await a.release(before);
      await win(b);
      expect((await a.holder(signal))?.status).toBeNull();
      expect(await a.renew(before, "well still", signal)).toBe("lost");
      expect((await a.holder(signal))?.status).toBeNull();
    });

    it("never gives the same epoch twice", async () => {
      const epochs: bigint[] = [];
      for (const lease of [a, a, b, a, b]) {
        const epoch = await win(lease);
        epochs.push(epoch);
        await lease.release(epoch);
      }
      for (const [index, epoch] of epochs.entries()) expect(epoch).toBeGreaterThan(epochs[index - 1] ?? 0n);
    });
  });
};
