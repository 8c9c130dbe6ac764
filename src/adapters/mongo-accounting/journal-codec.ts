import type { Document } from "mongodb";
import type { JournalEntry } from "../../domain/consistency/compare-journal.ts";
import type { JournalLine, JournalState } from "../../domain/ledger/journal-line.ts";
import { clusterTimeOf, timestampOf } from "../mongo-driver/cluster-time-codec.ts";
import { bsonOfId, idOfBson } from "../mongo-driver/id-codec.ts";
import { longOf } from "./long.ts";
import { msOf } from "./tampered.ts";

/** The line's `_id` is its `seq`: the order of the journal and its proof of having no gaps, without a second index. */
export const documentOfJournalLine = (line: JournalLine): Document => ({
  _id: longOf(line.seq),
  seq: longOf(line.seq),
  ...(line.previousSeq === null ? {} : { previousSeq: longOf(line.previousSeq) }),
  at: new Date(line.at),
  rowId: line.rowId,
  propertyId: bsonOfId(line.propertyId),
  change: line.change,
  before: line.before === null ? null : documentOfState(line.before),
  after: documentOfState(line.after),
  asOf: timestampOf(line.asOf),
  cause: line.cause,
});

/** Expects `exactNumbers` decoding. */
export const journalLineOf = (document: Document): JournalLine => ({
  seq: document.seq,
  previousSeq: document.previousSeq ?? null,
  at: document.at.getTime(),
  rowId: document.rowId,
  propertyId: idOfBson(document.propertyId),
  change: document.change,
  before: document.before === null ? null : stateOf(document.before),
  after: stateOf(document.after),
  asOf: clusterTimeOf(document.asOf),
  cause: document.cause,
});

const documentOfState = (state: JournalState): Document => {
  const document: Document = { ...state };
  if (state.amountMinor !== undefined) document.amountMinor = longOf(state.amountMinor);
  if (state.propertyId !== undefined) document.propertyId = bsonOfId(state.propertyId);
  if (state.occurredAt !== undefined) document.occurredAt = new Date(state.occurredAt);
  if (state.companyId !== undefined && state.companyId !== null) document.companyId = bsonOfId(state.companyId);
  return document;
};

/** The part that a check compares with the row; expects `exactNumbers` decoding. */
export const journalEntryOf = (document: Document): JournalEntry => ({
  seq: document.seq,
  previousSeq: document.previousSeq ?? null,
  rowId: document.rowId,
  after: stateOf(document.after),
});

const stateOf = (document: Document): JournalState => {
  const state: Document = { ...document };
  if ("propertyId" in state) state.propertyId = idOfBson(state.propertyId);
  if ("companyId" in state && state.companyId !== null) state.companyId = idOfBson(state.companyId);
  if ("occurredAt" in state) state.occurredAt = msOf(state.occurredAt);
  return state;
};
