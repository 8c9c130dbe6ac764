import fc from "fast-check";
import { BSON, type Document, ObjectId, Timestamp } from "mongodb";
import { describe, expect, it } from "vitest";
import { changeOf } from "../../../src/adapters/mongo-source/change-events.ts";
import { keyedOperations, readChange } from "../../../src/adapters/mongo-source/read-change.ts";
import { bsonValue, byteChanges, spoilt } from "../../support/arbitraries/bson-values.ts";
import { runs } from "../../support/runs.ts";

const everyday: Document = {
  _id: { _data: "8265" },
  operationType: "insert",
  clusterTime: new Timestamp({ t: 4_000_000_000, i: 7 }),
  wallTime: new Date(1_700_000_000_000),
  ns: { db: "main", coll: "payments" },
  documentKey: { _id: ObjectId.createFromHexString("0123456789abcdef01234567") },
};

const collectionOf = (name: string) => (name === "payments" ? "payments" : "owners");
const decoded = (raw: Uint8Array) => {
  const event = BSON.deserialize(raw);
  return changeOf(event, collectionOf(event.ns.coll));
};

describe("a change that is read from its event's bytes", () => {
  it.for([...keyedOperations])("is read without being decoded: %s", (operationType) => {
    const raw = BSON.serialize({ ...everyday, operationType });
    expect(readChange(raw, collectionOf)).toEqual(decoded(raw));
  });

  it.for(["drop", "rename", "dropDatabase", "invalidate"])("is none of a keyless event: %s", (operationType) => {
    expect(readChange(BSON.serialize({ ...everyday, operationType }), collectionOf)).toBeNull();
  });

  it("says what the decoded event says, or is left to be decoded", () => {
    const field = fc.constantFrom(...Object.keys(everyday), "to");
    fc.assert(
      fc.property(fc.array(fc.tuple(field, bsonValue), { maxLength: 2 }), byteChanges, (changes, bytes) => {
        for (const raw of [
          BSON.serialize({ ...everyday, ...Object.fromEntries(changes) }),
          spoilt(BSON.serialize(everyday), bytes),
        ]) {
          const read = readChange(raw, collectionOf);
          const expected = outcome(() => decoded(raw));
          if (read !== null && expected !== "refused") expect(read).toEqual(expected);
        }
      }),
      runs(2_000),
    );
  });
});

const outcome = (work: () => unknown): unknown => {
  try {
    return work();
  } catch {
    return "refused";
  }
};
