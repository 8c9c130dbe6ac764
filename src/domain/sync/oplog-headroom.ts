import { type ClusterTime, secondsOf } from "../cluster-time.ts";

/** What the main database's oplog reaches over: its oldest entry and its newest. */
export type OplogWindow = { readonly oldest: ClusterTime; readonly newest: ClusterTime };

export type OplogHeadroom = {
  /** From the oldest entry to where the stream goes on: when it is used up, history is lost. Unit: s. */
  readonly headroomS: number;
  /** From the oldest entry to the newest. Unit: s. */
  readonly windowS: number;
  /** From where the stream goes on to the newest entry. Unit: s. */
  readonly behindS: number;
};

/** A stream no further behind than this loses nothing, however short the oplog of a young server is. Unit: s. */
const behindMinS = 60;
/** Less than this share of the window is an alarm: what is left may be gone sooner than it was filled. */
const shareMin = 0.25;

export const oplogHeadroomOf = ({ oldest, newest }: OplogWindow, position: ClusterTime): OplogHeadroom => {
  const between = (from: ClusterTime, to: ClusterTime): number => Math.max(0, secondsOf(to) - secondsOf(from));
  return {
    headroomS: between(oldest, position),
    windowS: between(oldest, newest),
    behindS: between(position, newest),
  };
};

export const isHeadroomLow = ({ headroomS, windowS, behindS }: OplogHeadroom): boolean =>
  behindS > behindMinS && headroomS < shareMin * windowS;
