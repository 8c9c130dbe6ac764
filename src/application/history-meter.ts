import { type HistoryPoint, nothingMet, together } from "../domain/sync/history.ts";
import type { SyncEvent } from "../domain/sync/sync-event.ts";

/** What the instance that leads has met since the last point. */
export type HistoryMeter = {
  /** Everything it tells; commits count. */
  heard(event: SyncEvent): void;
  /** How far the ledger is behind at this moment; null = unknown. Unit: ms. */
  observed(lagMs: number | null): void;
  /** Begins anew. */
  take(at: number, errors: number): HistoryPoint;
};

export const createHistoryMeter = (): HistoryMeter => {
  let met = nothingMet;
  return {
    heard: (event) => {
      if (event.type !== "commit") return;
      const { lagMs, collections } = event.data;
      const { payments, properties, owners } = collections;
      const changes = {
        payments: payments.applied + payments.unchanged,
        properties: properties.applied + properties.unchanged,
        owners: owners.applied + owners.unchanged,
      };
      const failed = payments.failed + properties.failed + owners.failed;
      met = together(met, { lagMs, changes, failed, errors: 0 });
    },
    observed: (lagMs) => {
      met = together(met, { ...nothingMet, lagMs });
    },
    take: (at, errors) => {
      const point = { at, ...met, errors };
      met = nothingMet;
      return point;
    },
  };
};
