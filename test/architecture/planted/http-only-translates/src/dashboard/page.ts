import type { Word } from "../contract/word.ts";

export const page: Word = "page";
