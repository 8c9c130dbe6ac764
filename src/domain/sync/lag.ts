/** Lag samples kept for the percentiles: some minutes of a busy stream. */
const samplesMax = 2_000;

export type LagPercentiles = { readonly p50: number; readonly p95: number; readonly p99: number };

export type LagMeter = {
  /** One commit: how long its oldest change had waited, ms. */
  record(lagMs: number): void;
  /** Null before the first commit. */
  percentiles(): LagPercentiles | null;
};

/** Remembers the newest samples; says how long changes waited until they were committed. */
export const createLagMeter = (): LagMeter => {
  const samples: number[] = [];
  let next = 0;
  return {
    record: (lagMs) => {
      samples[next] = Math.max(0, lagMs);
      next = (next + 1) % samplesMax;
    },
    percentiles: () => {
      if (samples.length === 0) return null;
      const sorted = samples.toSorted((a, b) => a - b);
      const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
      return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
    },
  };
};

/** How fresh the stream's word "nothing more" must be to count as "nothing waits". */
export const idleProofMaxMs = 10_000;

export type LagInput = {
  readonly now: number;
  /** Wall time of the oldest change that was read and is not committed. */
  readonly oldestPending: number | null;
  /** When the stream last said that nothing more is there. */
  readonly idleAt: number | null;
  readonly gapOpen: boolean;
};

/** Milliseconds behind the source; null = unknown (a gap is open, or the stream has not been heard lately). */
export const lagMsOf = ({ now, oldestPending, idleAt, gapOpen }: LagInput): number | null => {
  if (gapOpen) return null;
  if (oldestPending !== null) return Math.max(0, now - oldestPending);
  return idleAt !== null && now - idleAt <= idleProofMaxMs ? 0 : null;
};
