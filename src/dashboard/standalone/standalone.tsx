import { CssBaseline, ThemeProvider, useMediaQuery } from "@mui/material";
import { type ReactNode, useMemo, useState } from "react";
import { createCsvFetch } from "../../trpc/client/create-csv-fetch.ts";
import { createLedgersyncClient } from "../../trpc/client/create-ledgersync-client.ts";
import { DatabaseSyncDashboard } from "../database-sync-dashboard.tsx";
import { createStandaloneTheme } from "./theme.ts";
import { storedToken, storeToken } from "./token-store.ts";

/** The service that has served this page, also below a path of a proxy. */
const url = new URL(".", document.baseURI).href;

/** The dashboard as a page of its own: its own theme by the system's wish, its own sign-in. */
export const Standalone = (): ReactNode => {
  const isDark = useMediaQuery("(prefers-color-scheme: dark)", { noSsr: true });
  const theme = useMemo(() => createStandaloneTheme(isDark), [isDark]);
  const [token, setToken] = useState(storedToken);
  const client = useMemo(() => createLedgersyncClient({ url, token }), [token]);
  const fetchCsv = useMemo(() => createCsvFetch({ url, token }), [token]);
  const signIn = useMemo(() => {
    const change = (next: string | null): void => {
      storeToken(next);
      setToken(next);
    };
    return { hasToken: token !== null, signIn: change, signOut: () => change(null) };
  }, [token]);
  return (
    <ThemeProvider theme={theme}>
      <CssBaseline enableColorScheme />
      {/* Another caller is another dashboard: nothing that the former one saw is kept. */}
      <DatabaseSyncDashboard key={token} client={client} fetchCsv={fetchCsv} signIn={signIn} ownsPage />
    </ThemeProvider>
  );
};
