/** Waits no longer than the signal lets it. The reply is left to itself: closing the feed ends it on the server. */
export const unlessAborted = async <T>(reply: Promise<T>, signal: AbortSignal): Promise<T> => {
  reply.catch(() => undefined);
  signal.throwIfAborted();
  const abort = Promise.withResolvers<never>();
  const onAbort = (): void => abort.reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([reply, abort.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
};
