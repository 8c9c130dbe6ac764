import fc from "fast-check";
import { BSON, type Document } from "mongodb";
import { describe, expect, it } from "vitest";
import { documentOfJournalLine, journalEntryOf } from "../../../src/adapters/mongo-accounting/journal-codec.ts";
import { exactNumbers } from "../../../src/adapters/mongo-accounting/long.ts";
import { readJournalEntry } from "../../../src/adapters/mongo-accounting/read-journal-entry.ts";
import { readRow } from "../../../src/adapters/mongo-accounting/read-row.ts";
import { documentOfRow, rowOf } from "../../../src/adapters/mongo-accounting/row-codec.ts";
import { createClusterTime } from "../../../src/domain/cluster-time.ts";
import { encodeId, incomeRowId } from "../../../src/domain/ids.ts";
import { journalLine } from "../../../src/domain/ledger/journal-line.ts";
import type { LedgerRow } from "../../../src/domain/ledger/row.ts";
import { minorOf } from "../../../src/domain/money/money.ts";
import { aManualRow } from "../../support/a-manual-row.ts";
import { bsonValue, byteChanges, spoilt } from "../../support/arbitraries/bson-values.ts";
import { runs } from "../../support/runs.ts";

const payment = encodeId({ kind: "objectId", hex: "0123456789abcdef01234567" });
const property = encodeId({ kind: "objectId", hex: "0123456789abcdef01234568" });

const manual: LedgerRow = {
  ...aManualRow,
  propertyId: property,
  status: "posted",
  origin: "manual",
  voidReason: null,
  voidedBy: null,
  asOf: createClusterTime(4_000_000_000, 3),
  journalSeq: 8n,
  postedAt: aManualRow.occurredAt,
  updatedAt: aManualRow.occurredAt,
};

const row: LedgerRow = {
  ...manual,
  id: incomeRowId(payment),
  propertyId: property,
  companyId: property,
  origin: "sync",
  sourceId: payment,
  notes: "Frau Müller",
  amountMinor: minorOf(120_050n),
  amountSource: null,
};

const context = { at: 5, cause: { kind: "stream" } } as const;
const documents: Readonly<Record<string, Document>> = {
  "a row of sync": documentOfRow(row),
  "a row made by hand": documentOfRow(manual),
};
const lines: Readonly<Record<string, Document>> = {
  "the first line of a row": documentOfJournalLine(journalLine(null, row, context)),
  "a line that amends": documentOfJournalLine(
    journalLine(row, { ...row, amountMinor: minorOf(1n), companyId: null, journalSeq: 9n }, context),
  ),
};

/** Any field set to anything, any left out, and perhaps one that nobody knows. */
const tampered = (document: Document): fc.Arbitrary<Document> => {
  const names = Object.keys(document);
  const change = fc.tuple(fc.constantFrom(...names, "stranger"), fc.option(bsonValue, { nil: undefined }));
  return fc.array(change, { maxLength: 3 }).map((changes) => ({ ...document, ...Object.fromEntries(changes) }));
};

const decoded = <T>(raw: Uint8Array, of: (document: Document) => T): T => of(BSON.deserialize(raw, exactNumbers));
/** What comes of it, an error included. */
const outcome = (work: () => unknown): unknown => {
  try {
    return work();
  } catch {
    return "refused";
  }
};

describe.for([
  ...Object.entries(documents).map(([name, document]) => ({
    name,
    document,
    read: readRow as (raw: Uint8Array) => unknown,
    of: rowOf as (document: Document) => unknown,
  })),
  ...Object.entries(lines).map(([name, document]) => ({ name, document, read: readJournalEntry, of: journalEntryOf })),
])("$name, read from its bytes", ({ document, read, of }) => {
  it("says what the decoded document says", () => {
    const raw = BSON.serialize(document);
    expect(read(raw)).toEqual(decoded(raw, of));
  });

  it("says so whatever somebody has made of it", () => {
    fc.assert(
      fc.property(tampered(document), (changed) => {
        const raw = BSON.serialize(changed);
        expect(outcome(() => read(raw))).toEqual(outcome(() => decoded(raw, of)));
      }),
      runs(2_000),
    );
  });

  it("says so whatever bytes were changed, as long as it can be decoded", () => {
    fc.assert(
      fc.property(byteChanges, (changes) => {
        const raw = spoilt(BSON.serialize(document), changes);
        const expected = outcome(() => decoded(raw, of));
        if (expected !== "refused") expect(read(raw)).toEqual(expected);
      }),
      runs(3_000),
    );
  });
});
