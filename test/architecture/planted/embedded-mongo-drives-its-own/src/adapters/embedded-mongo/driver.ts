import "mongodb";
import "mongodb-memory-server";
import "node:child_process";
import "node:fs/promises";
import "cockatiel"; // breaks
import "hono"; // breaks
import type { Id } from "../../domain/id.ts";

export type Driver = Id;
