import type { Clock } from "../../application/ports/clock.ts";
import type { ClusterTime } from "../../domain/cluster-time.ts";
import type { SimulationPoint } from "./simulation-point.ts";

/** What one client of the in-memory main database brings along, and how well it is served. */
export type SourceClient = {
  /** What the feed's idle time is measured by. */
  readonly clock: Clock;
  readonly between: SimulationPoint;
  /** How far the node that answers has come, `now` at most; asked anew for each reading. */
  readonly newest?: (now: ClusterTime) => ClusterTime;
};
