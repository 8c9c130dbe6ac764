import { word } from "../http/word.ts"; // breaks
import type { AppRouter } from "./router.ts";

export const server = (router: AppRouter) => [router, word];
