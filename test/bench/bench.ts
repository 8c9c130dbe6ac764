import type { FilledLedger } from "./filled-ledger.ts";
import type { ProcessorMeter } from "./processor-time.ts";
import type { Sizes } from "./sizes.ts";
import type { Server } from "./world.ts";

/** What every measure works with. */
export type Bench = Server & {
  readonly sizes: Sizes;
  readonly processors: ProcessorMeter;
  /** The one large ledger that several measures look at. */
  readonly filled: FilledLedger;
  /** Where profiles of the service go; null = none are taken. */
  readonly profileDirectory: string | null;
  /** A line for whoever waits. */
  readonly say: (message: string) => void;
};
