/** Where a run is found. */
export const runPath = (runId: string): string => `/api/sync/runs/${encodeURIComponent(runId)}`;
