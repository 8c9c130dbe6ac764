import type { Clock } from "../../application/ports/clock.ts";
import type { Lease, LeaseHolder, ToldHolder } from "../../application/ports/lease.ts";
import type { LedgerStore } from "./ledger-store.ts";
import type { Step } from "./simulation-point.ts";

export type MemoryLeaseOptions = {
  readonly clock: Clock;
  readonly ttlMs: number;
  readonly instanceId: string;
  readonly step: Step;
};

/** One instance's hand on the lease. Every win is a new epoch, also when the winner held it before. */
export const createMemoryLease = (store: LedgerStore, options: MemoryLeaseOptions): Lease => {
  const { clock, ttlMs, instanceId, step } = options;
  const holder = (): LeaseHolder | null => {
    const { epoch, instanceId: holderId, expiresAt } = store.lease;
    const expiresInMs = expiresAt - clock.now();
    return holderId === null || expiresInMs <= 0 ? null : { instanceId: holderId, epoch, expiresInMs };
  };
  const toldHolder = (): ToldHolder | null => {
    const found = holder();
    const { status } = store.lease;
    if (found === null) return null;
    return { ...found, status: status === null ? null : { text: status.text, ageMs: clock.now() - status.at } };
  };
  return {
    acquire: (signal) =>
      step("lease.acquire", signal, () => {
        const by = holder();
        if (by !== null && by.instanceId !== instanceId) return { kind: "held", by };
        const epoch = store.lease.epoch + 1n;
        store.lease = { epoch, instanceId, expiresAt: clock.now() + ttlMs, status: null };
        return { kind: "won", epoch };
      }),
    renew: (epoch, text, signal) =>
      step("lease.renew", signal, () => {
        if (store.lease.epoch !== epoch || store.lease.instanceId !== instanceId) return "lost";
        const status = text === null ? store.lease.status : { text, at: clock.now() };
        store.lease = { epoch, instanceId, expiresAt: clock.now() + ttlMs, status };
        return "renewed";
      }),
    release: (epoch) =>
      step("lease.release", null, () => {
        if (store.lease.epoch === epoch) store.lease = { ...store.lease, instanceId: null };
      }),
    holder: (signal) => step("lease.holder", signal, toldHolder),
  };
};
