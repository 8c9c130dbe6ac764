import { CssBaseline, ThemeProvider, useMediaQuery } from "@mui/material";
import { type ReactNode, useMemo, useState } from "react";
import { DatabaseSyncDashboard } from "../database-sync-dashboard.tsx";
import { createClient } from "./create-client.ts";
import { createStandaloneTheme } from "./theme.ts";
import { storedToken, storeToken } from "./token-store.ts";

/** The dashboard as a page of its own: its own theme by the system's wish, its own sign-in. */
export const Standalone = (): ReactNode => {
  const isDark = useMediaQuery("(prefers-color-scheme: dark)", { noSsr: true });
  const theme = useMemo(() => createStandaloneTheme(isDark), [isDark]);
  const [token, setToken] = useState(storedToken);
  // Another caller is another dashboard: nothing the former one saw is kept.
  const client = useMemo(() => ({ of: token, asks: createClient() }), [token]);
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
      <DatabaseSyncDashboard key={client.of} client={client.asks} signIn={signIn} ownsPage />
    </ThemeProvider>
  );
};
