import { setTimeout } from "node:timers/promises"; // breaks
import { trace } from "@opentelemetry/api";
import type { Db } from "mongodb"; // breaks
import { z } from "zod"; // breaks
import type { Word } from "../contract/word.ts"; // breaks
import type { Id } from "../domain/id.ts";
import { route } from "../http/route.ts"; // breaks
import type { Reader } from "./ports/reader.ts";

export const verb = (db: Db, word: Word, id: Id, reader: Reader) => [db, word, id, reader, setTimeout, trace, z, route];
