import { addsUp } from "../../../src/domain/sync/tally.ts";
import type { Evidence, Objections, Step } from "./books.ts";
import { eventsPassed } from "./position.ts";

/** Numbers that only grow, counters that tell the truth, and nobody who writes without the right to. */
export const checkCheckpoint = (step: Step, evidence: Evidence): Objections => {
  const { before, after, commit } = step;
  const objections: string[] = [];
  const [was, is] = [before.checkpoint, after.checkpoint];
  if (is.readFloor < was.readFloor) objections.push(`the read floor sank from ${was.readFloor} to ${is.readFloor}`);
  if (is.epoch < was.epoch) objections.push(`the epoch went back from ${was.epoch} to ${is.epoch}`);
  if (is.reading < was.reading) objections.push("the reading went back");
  if (!addsUp(is.tally)) objections.push(`the tally does not add up: ${JSON.stringify(is.tally)}`);
  if (is.seq !== BigInt(after.lines)) objections.push(`seq is ${is.seq}, the journal has ${after.lines} lines`);
  if (is.commitNo !== was.commitNo + (commit === null ? 0n : 1n))
    objections.push(`commit ${was.commitNo} was followed by ${is.commitNo}`);
  if (commit !== null && commit.epoch !== is.epoch)
    objections.push(`epoch ${commit.epoch} wrote after ${is.epoch} had begun`);
  return [...objections, ...checkTally(step, evidence)];
};

/** A commit that moves the position counts exactly the events that it passes. */
const checkTally = ({ before, after, commit }: Step, { book }: Evidence): Objections => {
  const counted = after.checkpoint.tally.events - before.checkpoint.tally.events;
  if (commit?.kind !== "reconcile" || commit.position === null)
    return counted === 0 ? [] : [`${counted} events were counted while the position stood still`];
  const [from, to] = [before.checkpoint.position, after.checkpoint.position];
  if (from === null || to === null) return ["a position that had been given up was moved"];
  const passed = eventsPassed(from, to);
  if (passed !== counted) return [`${passed} events were passed and ${counted} counted`];
  const lost = [...book.keyless].some((seq) => seq > eventsPassed(null, from) && seq <= eventsPassed(null, to));
  return lost ? ["an event that names no document was passed"] : [];
};
