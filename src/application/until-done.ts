import { type RetryPorts, retryTransient } from "./retry-transient.ts";

/** Pause after an error that did not look transient. Unit: ms. */
const lastingPauseMs = 5_000;

export type UntilDonePorts = RetryPorts & { readonly onError: (error: unknown) => void };

/** Does what must not stay undone: idempotent work, tried again whatever the error, for as long as this instance may write. */
export const untilDone = async <T>(ports: UntilDonePorts, work: () => Promise<T>, signal: AbortSignal): Promise<T> => {
  for (;;) {
    try {
      return await retryTransient(ports, work, signal);
    } catch (error) {
      signal.throwIfAborted();
      ports.onError(error);
      await ports.clock.sleep(lastingPauseMs, signal);
    }
  }
};
