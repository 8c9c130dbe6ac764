/** How often a source without a change stream is looked at. Unit: ms. */
export type PollingIntervals = { readonly pollEveryMs: number; readonly sweepEveryMs: number };

/** What polling cannot promise. */
export const pollingMessage = (intervals: PollingIntervals | null): string => {
  if (intervals === null) return "";
  return (
    "The main database is a standalone server without a change stream: " +
    `it is polled each ${secondsOf(intervals.pollEveryMs)} for documents with a new updatedAt. ` +
    `Deletions, and changes that do not touch updatedAt, are found by a sweep each ${secondsOf(intervals.sweepEveryMs)}; ` +
    "lag does not count them. What lies in several collections is not read at one point in time."
  );
};

export const pollingAction =
  "Make the main database a replica set, one member is enough: restart its mongod with --replSet rs0 " +
  "(or replication.replSetName: rs0), then run rs.initiate() in mongosh, once. " +
  "ledgersync notices by itself and runs a full sync.";

const secondsOf = (ms: number): string => `${Math.round(ms / 100) / 10} s`;
