import "node:fs"; // breaks
import { z } from "zod";
import type { Clock } from "./application/ports/clock.ts"; // breaks
import type { Id } from "./domain/id.ts";

export const config = (id: Id, clock: Clock) => [id, clock, z];
