import type { WireEvent } from "../../contract/sync-event.ts";
import type { CommitSeen } from "./activity-log.ts";

type CommitEvent = Extract<WireEvent, { type: "commit" }>;

/** The part of a commit's event that is drawn. */
export const commitSeen = ({ at, data: { lagMs, collections } }: CommitEvent): CommitSeen => {
  const { payments, properties, owners } = collections;
  return {
    at: Date.parse(at),
    lagMs,
    counts: {
      payments: changesOf(payments),
      properties: changesOf(properties),
      owners: changesOf(owners),
      failed: payments.failed + properties.failed + owners.failed,
    },
  };
};

const changesOf = ({ applied, unchanged }: CommitEvent["data"]["collections"]["payments"]): number =>
  applied + unchanged;
