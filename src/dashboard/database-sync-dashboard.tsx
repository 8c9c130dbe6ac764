import { type Theme, ThemeProvider } from "@mui/material";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import type { CsvFetch } from "../trpc/client/create-csv-fetch.ts";
import type { LedgersyncClient } from "../trpc/client/create-ledgersync-client.ts";
import { createQueryClient } from "./api/query-client.ts";
import { TRPCProvider } from "./api/trpc.ts";
import { LiveProvider } from "./live/live.tsx";
import { SessionProvider, type SignIn } from "./session/session.tsx";
import { SignInPage } from "./session/sign-in-page.tsx";
import { TimeProvider } from "./shared/time.tsx";
import { Shell } from "./shell/shell.tsx";

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

/** The whole dashboard. Its place is kept in the address's hash (`#/runs?state=failed`); nothing outlives its unmounting. */
export const DatabaseSyncDashboard = ({ theme, ...props }: DatabaseSyncDashboardProps): ReactNode =>
  theme === undefined ? (
    <Dashboard {...props} />
  ) : (
    <ThemeProvider theme={theme}>
      <Dashboard {...props} />
    </ThemeProvider>
  );

const Dashboard = ({
  client,
  signIn,
  fetchCsv,
  apiOrigin = window.location.origin,
  ownsPage = false,
}: Omit<DatabaseSyncDashboardProps, "theme">): ReactNode => {
  const [isKnown, setKnown] = useState(true);
  const [queries] = useState(() => createQueryClient(() => setKnown(false)));
  useEffect(() => () => queries.clear(), [queries]);
  if (!isKnown) return <SignInPage signIn={signIn ?? null} />;
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider trpcClient={client} queryClient={queries}>
        <SessionProvider signIn={signIn ?? null} apiOrigin={apiOrigin} fetchCsv={fetchCsv ?? null}>
          <TimeProvider>
            <LiveProvider>
              <Shell ownsPage={ownsPage} />
            </LiveProvider>
          </TimeProvider>
        </SessionProvider>
      </TRPCProvider>
    </QueryClientProvider>
  );
};
