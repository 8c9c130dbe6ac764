import { setTimeout as delay } from "node:timers/promises";
import type { Db, Long } from "mongodb";
import { nowMs } from "./clock.ts";

/** Two hundred looks in a second's worth of commits would be felt; fifty are not. Unit: ms. */
const lookEveryMs = 20;
const stalledAfterMs = 60_000;

/** The ledger's position at one moment. */
export type Mark = { readonly at: number; readonly events: number; readonly commitNo: bigint };

type CheckpointDocument = {
  readonly _id: string;
  readonly commitNo: Long | number;
  readonly tally: { readonly events: number };
};

/**
 * Reads the checkpoint as the majority has it. It moves in the transaction of the rows, so it says exactly how many changes
 * are in the ledger; one small read is far cheaper for the server than a change stream that unwinds large transactions.
 */
export const readMark = async (accounting: Db): Promise<Mark> => {
  const checkpoint = await accounting
    .collection<CheckpointDocument>("sync_state")
    .findOne({ _id: "checkpoint" }, { readConcern: { level: "majority" } });
  if (checkpoint === null) return { at: nowMs(), events: 0, commitNo: 0n };
  return { at: nowMs(), events: checkpoint.tally.events, commitNo: BigInt(String(checkpoint.commitNo)) };
};

/** Watches until `events` changes in all are committed; one mark for every new position seen. */
export const watchEvents = async (accounting: Db, events: number): Promise<readonly Mark[]> => {
  const marks: Mark[] = [];
  let latest = await readMark(accounting);
  while (latest.events < events) {
    await delay(lookEveryMs);
    const mark = await readMark(accounting);
    if (mark.events > latest.events) marks.push(mark);
    if (mark.events > latest.events) latest = mark;
    if (mark.at - latest.at > stalledAfterMs)
      throw new Error(
        `no progress for ${stalledAfterMs / 1000} s: ${latest.events} of ${events} changes are committed`,
      );
  }
  return marks;
};
