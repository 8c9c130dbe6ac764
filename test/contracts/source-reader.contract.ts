import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isTransient } from "../../src/application/errors.ts";
import { createClusterTime, incrementOf, secondsOf } from "../../src/domain/cluster-time.ts";
import type { Id } from "../../src/domain/ids.ts";
import type { SourceCut, SourceKeys } from "../../src/domain/source/source-cut.ts";
import type { SourceValue } from "../../src/domain/source/source-value.ts";
import { completedPayment, idsOfEveryKind, objectId, paymentOf, propertyOf, reference } from "./neutral-documents.ts";
import type { Lack, SourceHarness } from "./source-harness.ts";

const payment = objectId(1);
const property = objectId(2);
const owner = objectId(3);
const everything: SourceKeys = { payments: [payment], properties: [property], owners: [owner] };
const noKeys: SourceKeys = { payments: [], properties: [], owners: [] };

/** What every SourceReader must do, but for what its source lacks. */
export const describeSourceReaderContract = (
  name: string,
  createSubject: () => Promise<SourceHarness>,
  lacks: readonly Lack[] = [],
): void => {
  const unlessLacking = (lack: Lack) => it.skipIf(lacks.includes(lack));
  describe(`source reader: ${name}`, () => {
    const { signal } = new AbortController();
    let subject: SourceHarness;

    beforeEach(async () => {
      subject = await createSubject();
    });
    afterEach(() => subject.close());

    const putAll = async (word: string): Promise<void> => {
      await subject.put("payments", completedPayment(payment, property, { notes: word }));
      await subject.put("properties", { _id: property, name: word, ownerId: reference(owner) });
      await subject.put("users", { _id: owner, firstName: word });
    };
    const expectAll = (cut: SourceCut, word: string): void => {
      expect(cut.payments.get(payment)).toMatchObject({ notes: word });
      expect(cut.properties.get(property)).toMatchObject({ name: word });
      expect(cut.owners.get(owner)).toMatchObject({ firstName: word });
    };

    unlessLacking("snapshots")("reads all collections as they were at the asked cluster time", async () => {
      await putAll("early");
      const early = await subject.now();
      await putAll("late");
      const late = await subject.now();
      const cuts = [
        await subject.reader.read(everything, early, signal),
        await subject.reader.read(everything, late, signal),
      ];
      expect(cuts.map(({ asOf }) => asOf)).toEqual([early, late]);
      for (const [index, cut] of cuts.entries()) expectAll(cut, index === 0 ? "early" : "late");
    });

    unlessLacking("snapshots")("still sees what was deleted after that time, and not what came after it", async () => {
      await putAll("x");
      await subject.delete("users", owner);
      const before = await subject.now();
      await subject.delete("payments", payment);
      await subject.put("users", { _id: owner, firstName: "Late" });
      const cut = await subject.reader.read(everything, before, signal);
      expect([...cut.payments.keys()]).toEqual([payment]);
      expect(cut.owners.size).toBe(0);
    });

    unlessLacking("transactions")("shows the writes of one transaction all or not at all", async () => {
      await putAll("before");
      const before = await subject.now();
      await subject.together([
        { kind: "put", collection: "payments", document: completedPayment(payment, property, { notes: "after" }) },
        { kind: "put", collection: "properties", document: { _id: property, name: "after" } },
        { kind: "put", collection: "users", document: { _id: owner, firstName: "after" } },
      ]);
      expectAll(await subject.reader.read(everything, before, signal), "before");
      expectAll(await subject.reader.read(everything, await subject.now(), signal), "after");
    });

    it("leaves out ids that no document has", async () => {
      await putAll("x");
      const keys = { payments: [objectId(77), payment], properties: [objectId(78)], owners: [objectId(79)] };
      const cut = await subject.reader.read(keys, await subject.now(), signal);
      expect([...cut.payments.keys()]).toEqual([payment]);
      expect([cut.properties.size, cut.owners.size]).toEqual([0, 0]);
    });

    unlessLacking("snapshots")(
      "answers with the newest snapshot, and says so, when the asked time has left the window",
      async () => {
        await putAll("x");
        const cut = await subject.reader.read(everything, createClusterTime(1, 1), signal);
        expect(cut.asOf).toBeGreaterThan(createClusterTime(1_000, 1));
        expectAll(cut, "x");
      },
    );

    unlessLacking("snapshots")(
      "gives one consistent cut also when a collection is younger than the asked time",
      async () => {
        await subject.put("payments", completedPayment(payment, property));
        const before = await subject.now();
        await subject.put("properties", { _id: property, name: "young" });
        const cut = await subject.reader.read(everything, before, signal);
        expect(cut.asOf).toBeGreaterThanOrEqual(before);
        expect(cut.properties.has(property)).toBe(cut.asOf > before);
      },
    );

    it("gives one consistent cut also across the dropping of a collection, or refuses for now", async () => {
      await putAll("x");
      const before = await subject.now();
      await subject.drop("payments");
      await subject.delete("users", owner);
      const answer = await subject.reader.read(everything, before, signal).then(
        (cut) => ({ cut }),
        (error: unknown) => ({ error }),
      );
      if ("error" in answer) expect(isTransient(answer.error)).toBe(true);
      else expect(answer.cut.payments.has(payment)).toBe(answer.cut.owners.has(owner));
    });

    unlessLacking("snapshots")("refuses for now a time that the source has not reached", async () => {
      const now = await subject.now();
      const tomorrow = createClusterTime(secondsOf(now) + 86_400, incrementOf(now));
      const failure = await subject.reader.read(everything, tomorrow, signal).catch((error: unknown) => error);
      expect(isTransient(failure)).toBe(true);
    });

    it("takes an owner from the first collection that has it", async () => {
      await subject.put("propertyowners", { _id: owner, firstName: "Second" });
      const keys = { ...noKeys, owners: [owner] };
      expect((await subject.reader.read(keys, await subject.now(), signal)).owners.get(owner)).toMatchObject({
        firstName: "Second",
      });
      await subject.put("users", { _id: owner, firstName: "First" });
      expect((await subject.reader.read(keys, await subject.now(), signal)).owners.get(owner)).toMatchObject({
        firstName: "First",
      });
    });

    it("hands every type of field on as it is stored", async () => {
      const values: readonly SourceValue[] = [
        undefined,
        null,
        true,
        12.5,
        -0.1,
        2n ** 60n,
        "words",
        { type: "date", ms: -5 },
        reference(objectId(9)),
        { type: "decimal", text: "283.3305" },
        { type: "decimal", text: "NaN" },
      ];
      const documents = values.map((value, index) =>
        completedPayment(objectId(100 + index), property, { amount: value }),
      );
      for (const document of documents) await subject.put("payments", document);
      const keys = { ...noKeys, payments: documents.map(({ _id }) => _id) };
      const cut = await subject.reader.read(keys, await subject.now(), signal);
      expect(documents.map(({ _id }) => cut.payments.get(_id))).toEqual(documents.map(paymentOf));
    });

    it.each(["payments", "properties"] as const)(
      "pages every kind of id of %s exactly once, whatever the page size",
      async (collection) => {
        const documents = idsOfEveryKind.map((_id, index) =>
          collection === "payments"
            ? completedPayment(_id, property, { amount: index })
            : { _id, name: `house ${index}` },
        );
        for (const document of documents) await subject.put(collection, document);
        const orders: (readonly Id[])[] = [];
        for (const limit of [1, 2, 3, 7, documents.length, 1_000]) orders.push(await walk(collection, limit));
        const [order = []] = orders;
        expect([...order].sort()).toEqual([...idsOfEveryKind].sort());
        for (const other of orders) expect(other).toEqual(order);
      },
    );

    const walk = async (collection: "payments" | "properties", limit: number): Promise<readonly Id[]> => {
      const seen: Id[] = [];
      for (let after: Id | null = null; seen.length <= 2 * idsOfEveryKind.length; ) {
        const page: Awaited<ReturnType<SourceHarness["reader"]["readPage"]>> = await subject.reader.readPage(
          collection,
          { after, limit },
          signal,
        );
        expect(page.ids.length).toBeLessThanOrEqual(limit);
        expect([...page.cut[collection].keys()].sort()).toEqual([...page.ids].sort());
        if (page.ids.length === 0) break;
        seen.push(...page.ids);
        after = seen.at(-1) ?? null;
      }
      return seen;
    };

    it("gives the documents of a page, at the newest snapshot", async () => {
      const before = await subject.now();
      const document = { _id: property, name: "Rose Court", ownerId: reference(owner), address: "1 Elm St" };
      await subject.put("properties", document);
      const page = await subject.reader.readPage("properties", { after: null, limit: 10 }, signal);
      expect(page.cut.asOf).toBeGreaterThan(before);
      expect(page.cut.properties.get(property)).toEqual(propertyOf(document));
    });

    it("goes on behind the last id also when that document is gone", async () => {
      const ids = [1, 2, 3, 4].map(objectId);
      for (const id of ids) await subject.put("payments", completedPayment(id, property));
      const [first, second, ...rest] = ids;
      const page = await subject.reader.readPage("payments", { after: null, limit: 2 }, signal);
      expect(page.ids).toEqual([first, second]);
      await subject.delete("payments", objectId(2));
      expect((await subject.reader.readPage("payments", { after: objectId(2), limit: 9 }, signal)).ids).toEqual(rest);
    });

    it("has an empty page of a collection that does not exist", async () => {
      const page = await subject.reader.readPage("payments", { after: null, limit: 5 }, signal);
      expect(page.ids).toEqual([]);
    });

    it("tells which of some ids exist, of every kind", async () => {
      const there = idsOfEveryKind.filter((_, index) => index % 2 === 0);
      for (const id of there) await subject.put("payments", completedPayment(id, property));
      const found = await subject.reader.existing("payments", idsOfEveryKind, await subject.now(), signal);
      expect([...found].sort()).toEqual([...there].sort());
      expect(await subject.reader.existing("payments", [], await subject.now(), signal)).toEqual(new Set());
    });

    unlessLacking("snapshots")("tells which ids existed at the time that was asked for", async () => {
      const [kept, gone] = [objectId(7), objectId(8)];
      for (const id of [kept, gone]) await subject.put("payments", completedPayment(id, property));
      const before = await subject.now();
      await subject.delete("payments", gone);
      const after = await subject.now();
      expect(await subject.reader.existing("payments", [kept, gone], before, signal)).toEqual(new Set([kept, gone]));
      expect(await subject.reader.existing("payments", [kept, gone], after, signal)).toEqual(new Set([kept]));
    });

    it("answers when it is asked whether it is there", async () => {
      await expect(subject.reader.ping(signal)).resolves.toBeUndefined();
    });

    it("counts documents, and 0 only where there are none", async () => {
      expect(await subject.reader.count("payments", signal)).toBe(0);
      expect(await subject.reader.count("owners", signal)).toBe(0);
      await putAll("x");
      await subject.put("propertyowners", { _id: objectId(8), firstName: "Ada" });
      expect(await subject.reader.count("payments", signal)).toBeGreaterThan(0);
      expect(await subject.reader.count("owners", signal)).toBeGreaterThan(1);
    });
  });
};
