import { createStore } from "../adapters/memory/store.ts"; // breaks
import { start } from "../adapters/embedded-mongo/start.ts";

export const demo = [createStore, start];
