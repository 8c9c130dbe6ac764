/** Who asks, as the audit trail and the journal name them. */
export type Caller = {
  readonly actor: string;
  /** Id of the stored command that is carried out for another instance: the same when it is carried out again. */
  readonly commandId?: string;
};

/** Callers' requests end by themselves: the driver's own limits bound them. */
export const never: AbortSignal = new AbortController().signal;
