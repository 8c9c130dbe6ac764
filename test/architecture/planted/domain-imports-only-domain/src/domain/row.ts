import { createHash } from "node:crypto"; // breaks
import { z } from "zod"; // breaks
import type { Clock } from "../application/ports/clock.ts"; // breaks
import { createMemoryClock } from "../adapters/memory/clock.ts"; // breaks
import { compose } from "../compose.ts"; // breaks
import type { Money } from "./money.ts";

export const row = { createHash, z, createMemoryClock, compose };
export type Row = { readonly money: Money; readonly clock: Clock };
export type Word = import("../contract/word.ts").Word; // breaks
