import { createMemoryClock } from "./adapters/memory/clock.ts";

export const compose = createMemoryClock;
