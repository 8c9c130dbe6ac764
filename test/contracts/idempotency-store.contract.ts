import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type IdempotencyStore, inFlightMaxMs, keyKeptMs } from "../../src/application/ports/idempotency-store.ts";

/** A database that holds keyed requests. */
export type IdempotencyStoreHarness = {
  readonly keys: IdempotencyStore;
  /** Lets time pass in the database, milliseconds. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
};

/** What every IdempotencyStore must do. */
export const describeIdempotencyStoreContract = (
  name: string,
  createSubject: () => Promise<IdempotencyStoreHarness>,
): void => {
  describe(`idempotency store: ${name}`, () => {
    const { signal } = new AbortController();
    let subject: IdempotencyStoreHarness;
    let keys: IdempotencyStore;

    beforeEach(async () => {
      subject = await createSubject();
      ({ keys } = subject);
    });
    afterEach(() => subject.close());

    const begin = (orderId: string, requestHash = "h", id = "k") => keys.begin({ id, requestHash, orderId }, signal);
    const begun = (orderId: string) => ({ kind: "begun", orderId });

    it("lets the first of several who come at once begin, and tells the others that somebody is at it", async () => {
      const told = await Promise.all(["a", "b", "c", "d"].map((orderId) => begin(orderId)));
      expect(told.map(({ kind }) => kind).sort()).toEqual(["begun", "in_flight", "in_flight", "in_flight"]);
    });

    it("gives the answer to whoever asks again for the same, and refuses another request under the key", async () => {
      await begin("a");
      expect(await begin("b", "other")).toEqual({ kind: "other_request" });
      await keys.finish("k", "a", "the answer", signal);
      await keys.finish("k", "a", "the answer", signal);
      expect(await begin("c")).toEqual({ kind: "done", answer: "the answer" });
      expect(await begin("d", "other")).toEqual({ kind: "other_request" });
      expect(await begin("e", "other", "another key")).toEqual(begun("e"));
    });

    it("lets the key stand for anything once nothing was done under it", async () => {
      await begin("a");
      await keys.release("k", "a", "free", signal);
      expect(await begin("b", "other")).toEqual(begun("b"));
    });

    it("lets the same request go on under the same order where nobody knows what became of it", async () => {
      await begin("a");
      await keys.release("k", "a", "open", signal);
      expect(await begin("b", "other")).toEqual({ kind: "other_request" });
      expect(await begin("c")).toEqual(begun("a"));
      expect(await begin("d")).toEqual({ kind: "in_flight" });
    });

    it("lets it go on, too, when whoever was at it has not answered for long", async () => {
      await begin("a");
      await subject.pass(inFlightMaxMs + 1_000);
      expect(await begin("b")).toEqual(begun("a"));
      expect(await begin("c")).toEqual({ kind: "in_flight" });
    });

    it("takes an answer or a release only from the order that is at it", async () => {
      await begin("a");
      await keys.finish("k", "b", "not mine", signal);
      await keys.release("k", "b", "free", signal);
      expect(await begin("c")).toEqual({ kind: "in_flight" });
      await keys.finish("k", "a", "mine", signal);
      await keys.release("k", "a", "free", signal);
      expect(await begin("d")).toEqual({ kind: "done", answer: "mine" });
    });

    it("forgets a key after a day", async () => {
      await begin("a");
      await keys.finish("k", "a", "old", signal);
      await subject.pass(keyKeptMs + 1_000);
      expect(await begin("b", "other")).toEqual(begun("b"));
    });
  });
};
