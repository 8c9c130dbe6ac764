import { createTRPCClient, httpLink } from "@trpc/client";
import type { AppRouter } from "../../trpc/app-router.ts";
import type { DashboardClient } from "../api/trpc.ts";
import { storedToken } from "./token-store.ts";

/** Asks the service that has served this page, as whoever has signed in. */
export const createClient = (): DashboardClient =>
  createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: new URL("./trpc", document.baseURI).href,
        headers: () => {
          const token = storedToken();
          return token === null ? {} : { Authorization: `Bearer ${token}` };
        },
      }),
    ],
  });
