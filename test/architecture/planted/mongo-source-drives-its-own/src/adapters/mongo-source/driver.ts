import "mongodb";
import "zod";
import "@opentelemetry/api";
import "hono"; // breaks
import "node:fs"; // breaks
import "pino"; // breaks
import type { Id } from "../../domain/id.ts";

export type Driver = Id;
