export type LeaseHolder = { readonly instanceId: string; readonly epoch: bigint; readonly expiresInMs: number };

/** What a holder last said about itself, in the application's own form; other instances answer from it. */
export type HolderStatus = { readonly text: string /** In the database's own time. */; readonly ageMs: number };

/** `status` null = it has said nothing since it won. */
export type ToldHolder = LeaseHolder & { readonly status: HolderStatus | null };

/** The right to write: held by one instance at a time, in the database's own time. */
export type Lease = {
  /**
   * Wins the lease when it is free, expired, or this instance's own from before; `held` by another otherwise. Winning ends
   * whatever the previous holder left open on the server, so that its writes cannot block ours.
   */
  acquire(
    signal: AbortSignal,
  ): Promise<{ readonly kind: "won"; readonly epoch: bigint } | { readonly kind: "held"; readonly by: LeaseHolder }>;
  /** Prolongs it and says how the holder is; null leaves what was said last. `lost` when another epoch has it. */
  renew(epoch: bigint, status: string | null, signal: AbortSignal): Promise<"renewed" | "lost">;
  /** Gives it back, so that the next instance need not wait. Idempotent. */
  release(epoch: bigint): Promise<void>;
  holder(signal: AbortSignal): Promise<ToldHolder | null>;
};
