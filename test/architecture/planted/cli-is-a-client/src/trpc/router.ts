import type { Context } from "./context.ts";

export type AppRouter = Context;
