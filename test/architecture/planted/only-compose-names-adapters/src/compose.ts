import { createStore } from "./adapters/memory/store.ts";

export const compose = createStore;
