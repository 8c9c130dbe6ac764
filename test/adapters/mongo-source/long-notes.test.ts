import { type Document, ObjectId } from "mongodb";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { idOfBson } from "../../../src/adapters/mongo-driver/id-codec.ts";
import { createMongoSourceReader } from "../../../src/adapters/mongo-source/mongo-source-reader.ts";
import type { SourceReader } from "../../../src/application/ports/source-reader.ts";
import { notesLengthMax } from "../../../src/domain/projection/fields.ts";
import type { SourceCut } from "../../../src/domain/source/source-cut.ts";
import { type FreshDatabases, freshDatabases } from "../../support/fresh-databases.ts";
import { insertRaw, withBytes } from "../../support/raw-insert.ts";

/** Six of them do not fit into one reply of the server. Unit: characters, of two bytes each. */
const longLength = 1_500_000;
const { signal } = new AbortController();

let databases: FreshDatabases;
let reader: SourceReader;

beforeEach(async () => {
  databases = await freshDatabases();
  const collections = { payments: "payments", properties: "properties", owners: ["users"] };
  reader = createMongoSourceReader({
    client: databases.client,
    databaseName: databases.main.databaseName,
    collections,
  });
});
afterEach(() => databases.cleanUp());

const withNotes = (notes: unknown): Document => ({ _id: new ObjectId(), notes });
const longNotes = (): Document => withNotes("é".repeat(longLength));
const insert = (documents: readonly Document[]) => databases.main.collection("payments").insertMany([...documents]);

const bothReadings = async (): Promise<readonly SourceCut[]> => {
  const page = await reader.readPage("payments", { after: null, limit: 100 }, signal);
  const keys = { payments: page.ids, properties: [], owners: [] };
  return [page.cut, await reader.read(keys, page.cut.asOf, signal)];
};

const notesIn = (cut: SourceCut, { _id }: Document): unknown => {
  const payment = cut.payments.get(idOfBson(_id));
  return payment !== undefined && "notes" in payment ? payment.notes : payment;
};

describe("payments with notes of megabytes", () => {
  it("come with as much of them as the ledger keeps and one character more, all others as they are", async () => {
    const long = Array.from({ length: 6 }, longNotes);
    const others = ["short", "", "é".repeat(notesLengthMax + 5), 7, null, true].map(withNotes);
    const without = { _id: new ObjectId() };
    await insert([...long, ...others, without]);
    for (const cut of await bothReadings()) {
      expect(cut.payments.size).toBe(long.length + others.length + 1);
      for (const payment of long) expect(notesIn(cut, payment)).toBe("é".repeat(notesLengthMax + 1));
      expect(others.map((payment) => notesIn(cut, payment))).toEqual(others.map(({ notes }) => notes));
      expect(notesIn(cut, without)).toBeUndefined();
    }
  });

  it("come whole where one of them is no valid UTF-8, which the server does not cut", async () => {
    const long = Array.from({ length: 6 }, longNotes);
    await insert(long);
    const broken = withNotes(`AAAA${"x".repeat(longLength)}`);
    await insertRaw(
      inject("mongoUri"),
      databases.main,
      "payments",
      withBytes(broken, "AAAA", Buffer.from([0xff, 0xfe, 0xff, 0xfe])),
    );
    for (const cut of await bothReadings()) {
      for (const payment of long) expect(notesIn(cut, payment)).toBe("é".repeat(longLength));
      expect(cut.payments.get(idOfBson(broken._id))).toMatchObject({ kind: "undecodable" });
    }
  });
});
