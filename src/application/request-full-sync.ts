/** What a caller of a full sync may ask for. */
export type FullSyncRequest = {
  /** Only count what would change. */
  readonly dryRun: boolean;
  /** Sums every total anew from its rows besides, and puts missing indexes back. Absent: it does not. */
  readonly deep?: boolean;
  /** Id of a run that ended `needs_confirmation`: it goes on and may take rows back. */
  readonly confirm: string | null;
};
