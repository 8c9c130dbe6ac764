import "jose";
import "zod";
import "node:fs"; // breaks
import type { Id } from "../../domain/id.ts";

export type Driver = Id;
