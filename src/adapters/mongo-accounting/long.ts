import { Long } from "mongodb";

const int64Max = 2n ** 63n - 1n;

/** BSON's int64. Guarded: the driver's library would wrap a larger number around without a word. */
export const longOf = (value: bigint): Long => {
  if (value > int64Max || value < -int64Max) throw new RangeError("a number does not fit into 64 bits");
  return Long.fromBigInt(value);
};

/** Decoding that keeps money exact: int64 arrives as bigint, int32 and double as number. */
export const exactNumbers = { useBigInt64: true, promoteLongs: true } as const;

/** What readers are shown: committed by a majority, numbers exact. */
export const committed = { ...exactNumbers, readConcern: { level: "majority" } } as const;
