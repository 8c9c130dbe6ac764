/** What the holder says about itself; other instances show it. */
export type LeaseHolder = { readonly instanceId: string; readonly epoch: bigint; readonly expiresInMs: number };

/** The right to write: held by one instance at a time, in the database's own time. */
export type Lease = {
  /**
   * Wins the lease when it is free, expired, or this instance's own from before; `held` by another otherwise. Winning ends
   * whatever the previous holder left open on the server, so that its writes cannot block ours.
   */
  acquire(
    signal: AbortSignal,
  ): Promise<{ readonly kind: "won"; readonly epoch: bigint } | { readonly kind: "held"; readonly by: LeaseHolder }>;
  /** Prolongs it; `lost` when another epoch has it. */
  renew(epoch: bigint, signal: AbortSignal): Promise<"renewed" | "lost">;
  /** Gives it back, so that the next instance need not wait. Idempotent. */
  release(epoch: bigint): Promise<void>;
  holder(signal: AbortSignal): Promise<LeaseHolder | null>;
};
