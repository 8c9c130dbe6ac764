import { createTRPCClient } from "@trpc/client";
import { initTRPC } from "@trpc/server"; // breaks
import { z } from "zod"; // breaks
import type { Word } from "../../contract/word.ts"; // breaks
import type { UseCases } from "../../application/use-cases.ts";
import type { AppRouter } from "../app-router.ts";
import type { Context } from "../context.ts"; // breaks
import { part } from "./part.ts";

export const client = (router: AppRouter, context: Context, cases: UseCases, word: Word) => [router, context, cases, word, part, createTRPCClient, initTRPC, z];
