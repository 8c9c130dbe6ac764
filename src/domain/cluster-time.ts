/** A MongoDB cluster time, the order of all changes in a cluster: `seconds << 32 | increment`, both uint32. Compare with `<`. */
export type ClusterTime = bigint & { readonly __brand: "ClusterTime" };

const uint32Max = 0xffff_ffff;
const clusterTimeText = /^(0|[1-9]\d{0,9})\.(0|[1-9]\d{0,9})$/;

/** `seconds` since 1970 and the `increment` within the second; throws RangeError when either is no uint32. */
export const createClusterTime = (seconds: number, increment: number): ClusterTime => {
  if (!isUint32(seconds) || !isUint32(increment)) {
    throw new RangeError(`not a cluster time: ${seconds}.${increment}`);
  }
  // Safe: both halves are in range, so that this is the form the brand stands for.
  return ((BigInt(seconds) << 32n) | BigInt(increment)) as ClusterTime;
};

/** Seconds since 1970. The source server's clock: for display, never for order. */
export const secondsOf = (clusterTime: ClusterTime): number => Number(clusterTime >> 32n);

export const incrementOf = (clusterTime: ClusterTime): number => Number(clusterTime & 0xffff_ffffn);

/** Negative, 0 or positive, as `Array.sort` wants it. */
export const compareClusterTimes = (a: ClusterTime, b: ClusterTime): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

export const maxClusterTime = (a: ClusterTime, b: ClusterTime): ClusterTime => (a < b ? b : a);

/** "<seconds>.<increment>", for instance "1718000000.3". */
export const formatClusterTime = (clusterTime: ClusterTime): string =>
  `${secondsOf(clusterTime)}.${incrementOf(clusterTime)}`;

/** Reads what `formatClusterTime` wrote; null for any other text. */
export const parseClusterTime = (text: string): ClusterTime | null => {
  const [, seconds, increment] = clusterTimeText.exec(text) ?? [];
  if (seconds === undefined || increment === undefined) return null;
  const isInRange = isUint32(Number(seconds)) && isUint32(Number(increment));
  return isInRange ? createClusterTime(Number(seconds), Number(increment)) : null;
};

const isUint32 = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= uint32Max;
