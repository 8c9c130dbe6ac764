import process from "node:process";
import { serve } from "@hono/node-server";
import { Hono } from "hono"; // breaks
import { verb } from "./application/verb.ts"; // breaks
import { compose } from "./compose.ts";
import type { Config } from "./config.ts";

compose({ process, serve, Hono, verb } satisfies Config);
