import "mongodb";
import "node:fs";
import "hono"; // breaks
import "zod"; // breaks
import type { Verb } from "../application/verb.ts"; // breaks
import type { UseCases } from "../application/use-cases.ts";
import type { Word } from "../contract/word.ts";
import type { Id } from "../domain/id.ts"; // breaks
import { route } from "../http/route.ts"; // breaks
import type { AppRouter } from "../trpc/router.ts";
import type { Context } from "../trpc/context.ts"; // breaks
import { data } from "./demo/data.ts";
import { part } from "./part.ts";

export const client = (verb: Verb, cases: UseCases, word: Word, id: Id, router: AppRouter, context: Context) => [verb, cases, word, id, router, context, route, data, part];
