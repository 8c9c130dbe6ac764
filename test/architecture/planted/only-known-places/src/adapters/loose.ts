import type { Id } from "../domain/id.ts"; // breaks

export type Loose = Id;
