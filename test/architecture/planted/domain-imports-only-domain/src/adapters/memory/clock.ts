import type { Clock } from "../../application/ports/clock.ts";

export const createMemoryClock = (): Clock => ({ now: () => 0 });
