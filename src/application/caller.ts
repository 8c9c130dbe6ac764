/** Who asks, as the audit trail and the journal name them. */
export type Caller = {
  readonly actor: string;
  /** What they may be, for the audit trail. Absent: nobody who was asked for credentials. */
  readonly roles?: readonly string[];
  /** Of the request that asks. */
  readonly requestId?: string;
  readonly traceId?: string;
  /** The caller's own name for the request: what is asked under it is carried out once (see `once`). */
  readonly idempotencyKey?: string | undefined;
  /** Id of the order that is carried out: the same when it is carried out again. */
  readonly commandId?: string;
};

/** Callers' requests end by themselves: the driver's own limits bound them. */
export const never: AbortSignal = new AbortController().signal;
