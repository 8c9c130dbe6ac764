import { verb } from "./verb.ts";

export type UseCases = { readonly verb: typeof verb };
