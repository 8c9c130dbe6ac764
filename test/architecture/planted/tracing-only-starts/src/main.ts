import { tracing } from "./tracing.ts";

tracing.at(0);
