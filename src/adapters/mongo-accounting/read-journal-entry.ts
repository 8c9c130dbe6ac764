import { BSON } from "mongodb";
import type { JournalEntry } from "../../domain/consistency/compare-journal.ts";
import { encodeId, type RowId } from "../../domain/ids.ts";
import type { JournalState } from "../../domain/ledger/journal-line.ts";
import type { Direction, LedgerRow, RowType } from "../../domain/ledger/row.ts";
import type { Currency } from "../../domain/money/currency.ts";
import { minorOf } from "../../domain/money/money.ts";
import { bsonTypes, bufferOf, createFlatDocument } from "../mongo-driver/flat-document.ts";
import { journalEntryOf } from "./journal-codec.ts";
import { exactNumbers } from "./long.ts";

const { objectId, text, int32, int64, date, document, absent } = bsonTypes;

const flatLine = createFlatDocument(["seq", "rowId", "after", "previousSeq"]);
const line = { seq: 0, rowId: 1, after: 2, previousSeq: 3 } as const;

/** What a line says that brings a row in, in the order in which it is written. */
const flatState = createFlatDocument([
  "status",
  "type",
  "direction",
  "amountMinor",
  "currency",
  "propertyId",
  "occurredAt",
]);
const state = { status: 0, type: 1, direction: 2, amountMinor: 3, currency: 4, propertyId: 5, occurredAt: 6 } as const;
const stateTypes = [text, text, int32, int64, text, objectId, date] as const;

/** The journal line in these bytes. Only one of another kind than those that bring rows in is decoded as a whole. */
export const readJournalEntry = (raw: Uint8Array): JournalEntry =>
  usualEntry(bufferOf(raw)) ?? journalEntryOf(BSON.deserialize(raw, exactNumbers));

const usualEntry = (bytes: Buffer): JournalEntry | null => {
  if (!flatLine.open(bytes)) return null;
  const previous = flatLine.typeOf(line.previousSeq);
  const isUsual =
    flatLine.typeOf(line.seq) === int64 &&
    flatLine.typeOf(line.rowId) === text &&
    flatLine.typeOf(line.after) === document &&
    (previous === absent || previous === int64);
  if (!isUsual) return null;
  const rowId = flatLine.text(line.rowId);
  const after = usualState(bytes, flatLine.startOf(line.after));
  if (rowId === null || after === null) return null;
  return {
    seq: flatLine.int64(line.seq),
    previousSeq: previous === int64 ? flatLine.int64(line.previousSeq) : null,
    // Safe: what is told of another row than the asked one is no row's tale.
    rowId: rowId as RowId,
    after,
  };
};

const usualState = (bytes: Buffer, start: number): JournalState | null => {
  if (!flatState.open(bytes, start)) return null;
  for (const [field, type] of stateTypes.entries()) if (flatState.typeOf(field) !== type) return null;
  const status = flatState.text(state.status);
  const type = flatState.text(state.type);
  const currency = flatState.text(state.currency);
  if (status === null || type === null || currency === null) return null;
  return {
    // Safe: whoever tampered with a word makes a line that differs from its row.
    status: status as LedgerRow["status"],
    type: type as RowType,
    direction: flatState.number(state.direction) as Direction,
    amountMinor: minorOf(flatState.int64(state.amountMinor)),
    currency: currency as Currency,
    propertyId: encodeId({ kind: "objectId", hex: flatState.hex(state.propertyId) }),
    occurredAt: flatState.date(state.occurredAt),
  };
};
