import { z } from "zod";
import { Hono } from "hono"; // breaks
import { readFile } from "node:fs/promises"; // breaks
import type { Db } from "mongodb"; // breaks
import type { Verb } from "../application/verb.ts"; // breaks
import type { Reader } from "../application/ports/reader.ts"; // breaks
import { AppError } from "../application/errors.ts";
import type { UseCases } from "../application/use-cases.ts";
import type { Word } from "../contract/word.ts";
import type { Id } from "../domain/id.ts";
import { page } from "../dashboard/page.ts"; // breaks

export const route = (verb: Verb, reader: Reader, cases: UseCases, word: Word, id: Id) => [verb, reader, cases, word, id, AppError, page];
