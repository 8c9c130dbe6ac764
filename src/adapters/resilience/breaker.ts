import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
} from "cockatiel";
import { AppError, isTransient } from "../../application/errors.ts";
import type { BreakerState } from "../../domain/sync/breaker-state.ts";

/** Failures in a row that open it. Only a database that is away or overloaded fails; a bad document or a bug says that it answers. */
export const failuresMax = 5;
/** How long it stays open before one call is let through, longer after each that fails. Unit: ms. */
const probeAfterMinMs = 1_000;
const probeAfterMaxMs = 5_000;

export type Breaker = {
  /** Tries the call, or refuses it as unavailable. */
  run<T>(call: () => Promise<T>): Promise<T>;
  state(): BreakerState;
};

export const createBreaker = (side: "source" | "accounting"): Breaker => {
  const policy = circuitBreaker(handleWhen(isOfDatabase), {
    breaker: new ConsecutiveBreaker(failuresMax),
    halfOpenAfter: new ExponentialBackoff({ initialDelay: probeAfterMinMs, maxDelay: probeAfterMaxMs }),
  });
  const refusal = (): AppError => heldBack(side, policy.lastFailure);
  return {
    state: () => stateNames[policy.state],
    run: async (call) => {
      // One probe at a time; cockatiel would let the others wait for its end, and a frozen server never ends it.
      if (policy.state === CircuitState.HalfOpen) throw refusal();
      try {
        return await policy.execute(call);
      } catch (error) {
        throw error instanceof BrokenCircuitError ? refusal() : error;
      }
    },
  };
};

/** The driver's own failure stands behind it: what an adapter alone has to say (not prepared yet) shows that the database answers. */
const isOfDatabase = (error: unknown): boolean =>
  isTransient(error) && error instanceof AppError && error.cause !== undefined;

const stateNames: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: "closed",
  [CircuitState.HalfOpen]: "half_open",
  [CircuitState.Open]: "open",
  [CircuitState.Isolated]: "open",
};

/** In the words of the failure that opened it. */
const heldBack = (side: "source" | "accounting", lastFailure: unknown): AppError => {
  const cause =
    typeof lastFailure === "object" && lastFailure !== null && "error" in lastFailure ? lastFailure.error : null;
  const message = cause instanceof Error ? cause.message : "The database has failed several times in a row.";
  return new AppError(`${side}_unavailable`, message, { cause });
};
