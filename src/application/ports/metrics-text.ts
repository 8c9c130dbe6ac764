import type { Sample } from "../../domain/sync/metrics.ts";

/** Measured values in the text that a collector reads. */
export type MetricsText = {
  /** In the order of their names' table, each name once with its help and kind; what this process itself uses is added. */
  render(samples: readonly Sample[]): Promise<string>;
};
