/** The longest a request is kept waiting for a run. */
export const waitSecondsMax = 30;

const waitPreference = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9})"?\s*(?=$|[,;])/i;

/** How long `Prefer: wait=10` (RFC 7240) asks to wait, ms, at most `waitSecondsMax`; 0 without it. Other preferences are ignored, as the RFC wants. */
export const preferredWaitMs = (prefer: string | undefined): number => {
  const seconds = Number(waitPreference.exec(prefer ?? "")?.[1] ?? 0);
  return Math.min(seconds, waitSecondsMax) * 1_000;
};
