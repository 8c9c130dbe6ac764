import "node:fs/promises";
import "zod";
import "jose"; // breaks
import type { Id } from "../../domain/id.ts";

export type Driver = Id;
