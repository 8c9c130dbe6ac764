import type { Identity, UseCases } from "../application/use-cases.ts";

/** What is known of a call by the time a procedure sees it. */
export type TrpcContext = {
  readonly caller: Identity;
  /** As this caller may use them. */
  readonly useCases: UseCases;
  readonly requestId: string;
  readonly traceId: string;
  /** Rejects once the caller's token is not in force any more: for answers that go on. */
  readonly requireKnown: () => Promise<void>;
  /** False: the request came without anything to read. */
  readonly hasInput: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};
