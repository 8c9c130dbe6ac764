import { start } from "./adapters/open-telemetry/start.ts";
import { createStore } from "./adapters/memory/store.ts"; // breaks
import { parse } from "./config-tracing.ts";
import { compose } from "./compose.ts"; // breaks
import { trace } from "@opentelemetry/api"; // breaks

export const tracing = [start, createStore, parse, compose, trace];
