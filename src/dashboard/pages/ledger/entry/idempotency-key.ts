const keyBytes = 16;

/** A new name for one act. `crypto.randomUUID` is there only where the page came over HTTPS or from this machine. */
export const newIdempotencyKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(keyBytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
