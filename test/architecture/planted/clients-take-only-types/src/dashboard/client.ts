import type { AppRouter } from "../trpc/router.ts";

export type Client = AppRouter;
export type Cases = import("../application/use-cases.ts").UseCases;
