import "node:fs"; // breaks
import { MongoClient } from "mongodb"; // breaks
import { Hono } from "hono"; // breaks
import { createStore } from "./adapters/memory/store.ts";
import { verb } from "./application/verb.ts";
import { status } from "./cli/status.ts"; // breaks
import type { Config } from "./config.ts";
import { word } from "./contract/word.ts";
import { page } from "./dashboard/page.ts"; // breaks
import type { Id } from "./domain/id.ts";
import { route } from "./http/route.ts";
import { router } from "./trpc/router.ts";

export const compose = (config: Config, id: Id) => [config, id, createStore, verb, status, word, page, route, router, MongoClient, Hono];
