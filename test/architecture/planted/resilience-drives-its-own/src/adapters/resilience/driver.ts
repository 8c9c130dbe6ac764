import "cockatiel";
import "zod";
import "@opentelemetry/api";
import "mongodb"; // breaks
import "node:timers/promises"; // breaks
import type { Id } from "../../domain/id.ts";

export type Driver = Id;
