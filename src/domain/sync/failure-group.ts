import { type Failure, isOpen } from "./failure.ts";

/** Failures that are not resolved, for one reason, of one collection. */
export type FailureGroup = Pick<Failure, "code" | "collection"> & {
  readonly count: number;
  /** In alphabetical order; an empty one is the whole document. */
  readonly fields: readonly string[];
  /** Of any of them. Milliseconds since the epoch. */
  readonly lastSeenAt: number;
};

/** The largest first. */
export const groupFailures = (failures: readonly Failure[]): readonly FailureGroup[] => {
  const open = failures.filter(isOpen);
  const groups = Map.groupBy(open, ({ collection, code }) => `${collection} ${code}`);
  return [...groups.values()].flatMap(groupOf).toSorted(largestFirst);
};

const groupOf = (failures: readonly Failure[]): readonly FailureGroup[] => {
  const [first] = failures;
  if (first === undefined) return [];
  const { code, collection } = first;
  const fields = [...new Set(failures.map(({ field }) => field))].toSorted();
  const lastSeenAt = Math.max(...failures.map((failure) => failure.lastSeenAt));
  return [{ code, collection, count: failures.length, fields, lastSeenAt }];
};

/** By their sizes, and where those are equal by their names, so that equal groups never change places. */
export const largestFirst = (a: FailureGroup, b: FailureGroup): number => {
  if (a.count !== b.count) return b.count - a.count;
  return `${a.code} ${a.collection}` < `${b.code} ${b.collection}` ? -1 : 1;
};
