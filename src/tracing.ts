import { startTracing, type Tracing } from "./adapters/open-telemetry/start-tracing.ts";
import { parseTracing } from "./config-tracing.ts";

/**
 * The first import of whatever is a process of its own: `mongodb`, which comes with the others, must find the SDK there. Null
 * where nothing is traced, or where the environment is not right, which is told by those who read all of it.
 */
export const tracing: Tracing | null = parseTracing(process.env) === null ? null : startTracing(process.env);
