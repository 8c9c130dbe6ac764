import type { BreakerStates } from "../../domain/sync/breaker-state.ts";

/** One circuit breaker per database, around every call of it but the lease's. */
export type Breakers = { states(): BreakerStates };
