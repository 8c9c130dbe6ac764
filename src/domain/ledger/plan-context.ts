import type { Id } from "../ids.ts";
import type { Cause } from "./journal-line.ts";

export type PlanContext = {
  /** Milliseconds since the epoch: for people to read, never for order. */
  readonly at: number;
  readonly cause: Cause;
  /** The journal's next `seq`. */
  readonly nextSeq: bigint;
  /** The unit only tries again what has failed. Absent: it does not. */
  readonly isRetry?: boolean;
};

/** The unit cannot be planned before these are read too, at the same cluster time. */
export type IncompletePlan = {
  readonly kind: "incomplete";
  readonly properties: readonly Id[];
  readonly owners: readonly Id[];
};
