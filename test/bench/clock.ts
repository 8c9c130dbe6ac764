/** Milliseconds on the machine's monotonic clock: the same in every process, so that one may stamp what another began. */
export const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;
