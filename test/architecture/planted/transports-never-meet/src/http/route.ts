import type { AppRouter } from "../trpc/router.ts"; // breaks
import { word } from "./word.ts";

export const route = (router: AppRouter) => [router, word];
