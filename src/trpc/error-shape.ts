import type { TRPCDefaultErrorData, TRPCErrorShape } from "@trpc/server";
import type { Problem } from "../contract/problem.ts";

/** What a refusal carries: the library's own words, and the problem as REST tells it. */
export type ErrorShape = TRPCErrorShape<TRPCDefaultErrorData & { readonly problem: Problem }>;
