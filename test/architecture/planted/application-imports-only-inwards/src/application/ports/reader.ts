import type { Id } from "../../domain/id.ts";

export type Reader = { read(id: Id): void };
