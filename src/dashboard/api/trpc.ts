import { createTRPCContext } from "@trpc/tanstack-react-query";
import type { AppRouter } from "../../trpc/app-router.ts";

const context = createTRPCContext<AppRouter>();

export const TRPCProvider: typeof context.TRPCProvider = context.TRPCProvider;

/** `useQuery(useTRPC().status.queryOptions())`: options, keys and filters of every procedure. */
export const useTRPC: typeof context.useTRPC = context.useTRPC;

/** For what has a key of its own: `client.runs.query(…)`. */
export const useTRPCClient: typeof context.useTRPCClient = context.useTRPCClient;
