import type { LedgerStore } from "../../../src/adapters/memory/ledger-store.ts";
import { isOver, type Run } from "../../../src/domain/sync/run.ts";
import { eventsPassed } from "../judge/position.ts";
import type { World } from "./create-world.ts";

/** The service says that it has done everything: whether that is true is judged elsewhere. */
export const isAtRest = ({ accounting, book, instances, operator, openOrders }: World): boolean => {
  const { checkpoint } = accounting.store;
  const { position, initialised, reading, coveredReading, projectionId, gap } = checkpoint;
  const hasReadAll = position !== null && eventsPassed(null, position) === book.seq;
  if (!hasReadAll || !initialised || reading !== coveredReading) return false;
  if (checkpoint.aheadCorrected !== checkpoint.aheadSettled) return false;
  if (gap !== null && gap.closedAt === null) return false;
  // One that a killed leader had taken is carried out again by the next.
  if (accounting.openCommands().length > 0) return false;
  const isProjected = instances.every((instance) => JSON.stringify(instance.rules()) === projectionId);
  const isLive = instances.some((each) => each.running()?.pipeline.term()?.realTime.report().state === "live");
  const isAsked = operator.waiting() + openOrders() > 0;
  return isProjected && isLive && !isAsked && openRuns(accounting.store).length === 0;
};

/**
 * Runs that somebody still has to end. One that a leader ordered when it had just lost its place is not among them: the next
 * leader to come will end it.
 */
export const openRuns = ({ runs, checkpoint }: LedgerStore): readonly Run[] =>
  [...runs.values()].flatMap(({ run, epoch }) => (isOver(run) || epoch < checkpoint.epoch ? [] : run));
