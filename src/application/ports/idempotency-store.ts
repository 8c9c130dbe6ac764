/** A request under a key of its caller's own. */
export type KeyedRequest = {
  /** Stands for caller, use case and key. */
  readonly id: string;
  /** Stands for what is asked. */
  readonly requestHash: string;
  /** Of the order that carries it out, unless there is one already. */
  readonly orderId: string;
};

export type KeyedBegin =
  /** It is this caller's to carry out, under this order's id: the same as before where nobody knows what became of that. */
  | { readonly kind: "begun"; readonly orderId: string }
  /** Somebody is at it. */
  | { readonly kind: "in_flight" }
  | { readonly kind: "done"; readonly answer: string }
  /** The key stands for another request. */
  | { readonly kind: "other_request" };

/** How long a key stands for its request, and how long nobody else may carry it out. In the database's own time. Unit: ms. */
export const keyKeptMs = 24 * 60 * 60 * 1_000;
export const inFlightMaxMs = 60_000;

/** Requests that are carried out once however often they arrive. */
export type IdempotencyStore = {
  begin(request: KeyedRequest, signal: AbortSignal): Promise<KeyedBegin>;
  /** Keeps the answer for whoever asks again. Idempotent. */
  finish(id: string, orderId: string, answer: string, signal: AbortSignal): Promise<void>;
  /** `free`: nothing was done, and the key may stand for anything. `open`: the same request may be carried out again at once. */
  release(id: string, orderId: string, to: "free" | "open", signal: AbortSignal): Promise<void>;
};
