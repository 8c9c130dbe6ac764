import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink, type TRPCClient } from "@trpc/client";
import type { AppRouter } from "../app-router.ts";
import { authorization, type TokenSource } from "./authorization.ts";
import { eventSourceWith } from "./event-source.ts";

export type { AppRouter } from "../app-router.ts";

export type LedgersyncClient = TRPCClient<AppRouter>;

export type LedgersyncClientOptions = {
  /** Where the service is, such as `https://ledgersync.example`; the empty text means the origin of the page. */
  readonly url: string;
  /** What the service knows the caller by; asked anew for each request where it is a function. Left out where access is open. */
  readonly token?: TokenSource;
};

/** The service as typed functions: `await client.status.query()`. Every refusal is a `TRPCClientError` with `data.problem`. */
export const createLedgersyncClient = ({ url, token }: LedgersyncClientOptions): LedgersyncClient => {
  const endpoint = `${url.replace(/\/$/, "")}/trpc`;
  const headers = () => authorization(token);
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: httpSubscriptionLink({ url: endpoint, EventSource: eventSourceWith(headers) }),
        false: httpLink({ url: endpoint, headers }),
      }),
    ],
  });
};
