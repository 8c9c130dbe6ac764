import type { Store } from "./adapters/memory/store.ts"; // breaks

export type Config = Store;
