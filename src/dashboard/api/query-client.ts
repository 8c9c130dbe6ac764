import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { mayPass, problemOf } from "./problem-of.ts";

const retriesMax = 2;
const retryDelayMs = 400;
/** Between two questions that may be answered again, also where the stream of events came back first. Unit: ms. */
const askAgainMs = 3_000;

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
        refetchInterval: ({ state: { error } }) => (error !== null && mayPass(error) ? askAgainMs : false),
        gcTime: unusedMaxMs,
        // The browser's idea of being online says nothing about a service on this machine or network.
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
};
