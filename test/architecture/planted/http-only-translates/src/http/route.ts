import { serve } from "@hono/node-server";
import { createRoute } from "@hono/zod-openapi";
import "@opentelemetry/api";
import { Hono } from "hono";
import { cors } from "hono/cors";
import { z } from "zod";
import { readFile } from "node:fs/promises"; // breaks
import type { Db } from "mongodb"; // breaks
import { stringify } from "yaml"; // breaks
import type { Verb } from "../application/verb.ts"; // breaks
import type { Reader } from "../application/ports/reader.ts"; // breaks
import { AppError } from "../application/errors.ts";
import type { UseCases } from "../application/use-cases.ts";
import type { Word } from "../contract/word.ts";
import type { Id } from "../domain/id.ts";
import { page } from "../dashboard/page.ts"; // breaks

export const route = (verb: Verb, reader: Reader, cases: UseCases, word: Word, id: Id) => [verb, reader, cases, word, id, AppError, page];
