import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { mayPass, problemOf } from "./problem-of.ts";

const retriesMax = 2;
const retryDelayMs = 400;

/** Answers nobody shows any more are kept this long. Unit: ms. */
const unusedMaxMs = 5 * 60_000;

/** Remembers answers. `onUnauthenticated` is told when the service no longer knows the caller. */
export const createQueryClient = (onUnauthenticated: () => void): QueryClient => {
  const onError = (error: unknown): void => {
    if (problemOf(error).code === "unauthenticated") onUnauthenticated();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        retryDelay: retryDelayMs,
        retry: (failures, error) => failures < retriesMax && mayPass(error),
        gcTime: unusedMaxMs,
        // The browser's idea of being online says nothing about a service on this machine or network.
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
};
