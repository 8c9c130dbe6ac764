import type { Theme } from "@mui/material";
import type { CsvFetch } from "../trpc/client/create-csv-fetch.ts";
import type { LedgersyncClient } from "../trpc/client/create-ledgersync-client.ts";
import type { SignIn } from "./session/sign-in.ts";

export type DatabaseSyncDashboardProps = {
  /** Made by `createLedgersyncClient`, with whatever token the host application has. */
  readonly client: LedgersyncClient;
  /** Without one the theme that the component is mounted in. */
  readonly theme?: Theme;
  /** Where the dashboard itself asks for a token. Without it the host's client is expected to have one. */
  readonly signIn?: SignIn;
  /** Made by `createCsvFetch` like the client. Without it nothing can be exported from the dashboard. */
  readonly fetchCsv?: CsvFetch;
  /** Where the service is reached from a terminal, for the commands that are shown. Without it the page's own origin. */
  readonly apiOrigin?: string;
  /** The dashboard is the whole page: it sets the page's title. */
  readonly ownsPage?: boolean;
};
