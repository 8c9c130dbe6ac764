import "mongodb";
import "zod";
import "@opentelemetry/api";
import "cockatiel"; // breaks
import "hono"; // breaks
import "node:fs"; // breaks
import type { Id } from "../../domain/id.ts";

export type Driver = Id;
