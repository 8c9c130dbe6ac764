import { trace } from "@opentelemetry/api";
import type { Arbitrary } from "fast-check"; // breaks
import ts from "typescript"; // breaks

export const verb = (names: Arbitrary<string>) => ({ names, trace, ts });
