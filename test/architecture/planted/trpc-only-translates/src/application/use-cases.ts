import type { Verb } from "./verb.ts";

export type UseCases = { readonly verb: Verb };
