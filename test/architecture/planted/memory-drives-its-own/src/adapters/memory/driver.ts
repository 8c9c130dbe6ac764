import "@opentelemetry/api"; // breaks
import "mongodb"; // breaks
import "node:crypto"; // breaks
import "zod"; // breaks
import type { Id } from "../../domain/id.ts";

export type Driver = Id;
