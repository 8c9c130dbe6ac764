import type { Breakers } from "../../application/ports/breakers.ts";

/** For databases in memory, whose calls cost nothing and are not held back. */
export const closedBreakers: Breakers = { states: () => ({ source: "closed", accounting: "closed" }) };
