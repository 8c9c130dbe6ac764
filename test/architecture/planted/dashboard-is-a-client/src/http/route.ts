import type { Word } from "../contract/word.ts";

export const route: Word = "/";
