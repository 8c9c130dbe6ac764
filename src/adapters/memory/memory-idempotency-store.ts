import type { Clock } from "../../application/ports/clock.ts";
import { type IdempotencyStore, inFlightMaxMs, keyKeptMs } from "../../application/ports/idempotency-store.ts";
import type { LedgerStore, StoredKey } from "./ledger-store.ts";
import type { Step } from "./simulation-point.ts";

export const createMemoryIdempotencyStore = (store: LedgerStore, clock: Clock, step: Step): IdempotencyStore => {
  const change = (id: string, orderId: string, to: Partial<StoredKey>): void => {
    const known = store.keys.get(id);
    if (known?.orderId === orderId && known.state === "in_flight") store.keys.set(id, { ...known, ...to });
  };
  return {
    begin: ({ id, ...request }, signal) =>
      step("keys.begin", signal, () => {
        const now = clock.now();
        const known = store.keys.get(id);
        if (known === undefined || known.state === "free" || now - known.createdAt >= keyKeptMs) {
          store.keys.set(id, { ...request, state: "in_flight", answer: "", createdAt: now, takenAt: now });
          return { kind: "begun", orderId: request.orderId };
        }
        if (known.requestHash !== request.requestHash) return { kind: "other_request" };
        if (known.state === "done") return { kind: "done", answer: known.answer };
        if (known.state === "in_flight" && now - known.takenAt < inFlightMaxMs) return { kind: "in_flight" };
        store.keys.set(id, { ...known, state: "in_flight", takenAt: now });
        return { kind: "begun", orderId: known.orderId };
      }),
    finish: (id, orderId, answer, signal) =>
      step("keys.finish", signal, () => change(id, orderId, { state: "done", answer })),
    release: (id, orderId, to, signal) => step("keys.release", signal, () => change(id, orderId, { state: to })),
  };
};
