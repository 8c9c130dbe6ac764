/** Who asks, as the audit trail and the journal name them. */
export type Caller = { readonly actor: string };

/** Callers' requests end by themselves: the driver's own limits bound them. */
export const never = new AbortController().signal;
