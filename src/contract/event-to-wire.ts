import type { ToldEvent } from "../domain/sync/sync-event.ts";
import { runNewsToWire } from "./run-to-wire.ts";
import type { WireEvent } from "./sync-event.ts";
import { timeToWire } from "./time.ts";

/** An event as REST and tRPC tell it. Companies are left out: they only decide who is told. */
export const eventToWire = (event: ToldEvent): WireEvent => {
  const place = { id: String(event.id), at: timeToWire(event.at) };
  switch (event.type) {
    case "commit": {
      const { touched, ...counts } = event.data;
      return {
        ...place,
        type: event.type,
        data: { ...counts, propertyIds: touched.map(({ propertyId }) => propertyId) },
      };
    }
    case "run":
      return { ...place, type: event.type, data: runNewsToWire(event.data, event.at) };
    case "health":
      return { ...place, type: event.type, data: { ...event.data, reasons: [...event.data.reasons] } };
    case "realTime":
      return { ...place, type: event.type, data: event.data };
    case "schedule":
      return { ...place, type: event.type, data: event.data };
    case "failure":
      return { ...place, type: event.type, data: { ...event.data, keys: [...event.data.keys] } };
    case "check":
      return { ...place, type: event.type, data: event.data };
    case "ledgerEntry": {
      const { change, rowId: transactionId, propertyId } = event.data;
      return { ...place, type: event.type, data: { change, transactionId, propertyId } };
    }
    case "resync":
      return { ...place, type: event.type, data: event.data };
  }
};
