import type { Db, Document } from "mongodb";
import { openFailuresOf, storedCheckpoint } from "../settled.ts";
import { keyOf } from "./bson-values.ts";
import type { Report } from "./report.ts";
import { storedDocuments } from "./stored-ledger.ts";

/** Each change event ended in exactly one of five ways. */
export const checkTally = async (accounting: Db, report: Report): Promise<void> => {
  const checkpoint = await storedCheckpoint(accounting);
  const { events, applied, unchanged, coalesced, notPosted, failed } = checkpoint?.tally ?? {};
  if (events !== applied + unchanged + coalesced + notPosted + failed)
    report(`the tally does not add up: ${JSON.stringify(checkpoint?.tally)}`);
};

/** Events follow each other without a gap, none is told twice, and they tell of no more commits than there were. */
export const checkEvents = async (accounting: Db, report: Report): Promise<void> => {
  let last = 0n;
  let commits = 0;
  const tokens = new Set<string>();
  for await (const { _id, token, type, data } of storedDocuments(accounting, "sync_events")) {
    if (_id !== last + 1n) report(`event ${_id} follows ${last}`);
    if (tokens.has(token)) report(`event ${_id} was told before`);
    if (type === "commit") commits += data.commits;
    tokens.add(token);
    last = _id;
  }
  const commitNo = (await storedCheckpoint(accounting))?.commitNo;
  if (commits > commitNo) report(`the checkpoint counts ${commitNo} commits, the events ${commits}`);
};

export type Malformed = {
  readonly payments: ReadonlySet<string>;
  readonly properties: ReadonlySet<string>;
  readonly owners: ReadonlySet<string>;
};

/** Exactly the malformed documents have an open failure; owners whom no property names need none. */
export const checkFailures = async (accounting: Db, malformed: Malformed, report: Report): Promise<void> => {
  const open = await openFailuresOf(accounting);
  const idsOf = (collection: string): ReadonlySet<string> =>
    new Set(
      open.filter((failure) => failure.collection === collection).map((failure: Document) => keyOf(failure.documentId)),
    );
  for (const collection of ["payments", "properties", "owners"] as const) {
    const recorded = idsOf(collection);
    for (const id of malformed[collection])
      if (!recorded.has(id)) report(`${collection} ${id} is malformed, no failure says so`);
    if (collection === "owners") continue;
    for (const id of recorded)
      if (!malformed[collection].has(id)) report(`${collection} ${id} is sound and has an open failure`);
  }
  const counted = (await storedCheckpoint(accounting))?.openFailures;
  if (counted !== open.length) report(`the checkpoint counts ${counted} open failures of ${open.length}`);
};
