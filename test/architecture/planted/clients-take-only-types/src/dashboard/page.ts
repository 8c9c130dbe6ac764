import { appRouter } from "../trpc/router.ts"; // breaks
import type { UseCases } from "../application/use-cases.ts";

export const page = (cases: UseCases) => [cases, appRouter];
