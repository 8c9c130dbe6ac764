import "croner";
import "cronstrue";
import "mongodb"; // breaks
import "node:fs"; // breaks
import type { Id } from "../../domain/id.ts";

export type Driver = Id;
